import { expect, test } from "vitest";
import { script } from "./script.ts";

const { faultsOf } = await script<{ faultsOf: (path: string, text: string) => string[] }>("doors.mjs");

test("a file of app/_data must say that it is for the server only", () => {
  expect(faultsOf("app/_data/cards.ts", "export const a = 1;\n")).toEqual([
    'app/_data/cards.ts:1: a file of app/_data must import "server-only"',
  ]);
  expect(faultsOf("app/_data/cards.ts", 'import "server-only";\n')).toEqual([]);
});

test("a browser file gets no content, no data access and no Node, types excepted", () => {
  const text = `// A comment.
"use client";
import { programs } from "#content/programs.ts";
import { load } from "../_data/cards.ts";
import type { Card } from "#app/_data/cards.ts";
import {
  readFile,
} from "node:fs";
import { useState } from "react";
`;
  expect(faultsOf("app/drill/drill.tsx", text)).toEqual([
    "app/drill/drill.tsx:3: a browser file can't import from #content/",
    "app/drill/drill.tsx:4: a browser file can't import from ../_data/",
    "app/drill/drill.tsx:6: a browser file can't import from node:",
  ]);
  expect(faultsOf("app/drill/page.tsx", text.replace('"use client";', ""))).toEqual([]);
});

test("the domain asks neither the clock nor chance", () => {
  expect(
    faultsOf("lib/item/seed.ts", "const a = Date.now();\nconst b = new Date(0);\nconst c = Math.random();\n"),
  ).toEqual([
    "lib/item/seed.ts:1: the domain is given its context; it doesn't call Date.now(",
    "lib/item/seed.ts:3: the domain is given its context; it doesn't call Math.random(",
  ]);
  expect(faultsOf("app/drill/page.tsx", "const a = Date.now();\n")).toEqual([]);
  expect(faultsOf("lib/sandbox/sandbox.ts", "const a = performance.now();\n")).toEqual([]);
  expect(faultsOf("lib/training/program.ts", "const a = performance.now();\n")).toEqual([]);
  expect(faultsOf("lib/trainings.ts", "const a = performance.now();\n")).toHaveLength(1);
});
