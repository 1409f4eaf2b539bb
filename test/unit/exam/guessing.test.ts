import { expect, test } from "vitest";
import { guessingOf } from "#lib/exam/guessing.ts";

test("the chance to guess is one in as many answers as can be given, and none where something is written", () => {
  const options = ["a", "b", "c", "d"];
  expect(guessingOf({ kind: "choice", prompt: "?", options })).toBe(0.25);
  expect(guessingOf({ kind: "bug", prompt: "?", lines: options })).toBe(0.25);
  expect(guessingOf({ kind: "multi", prompt: "?", options })).toBeCloseTo(1 / 15, 9);
  expect(guessingOf({ kind: "order", prompt: "?", entries: options })).toBeCloseTo(1 / 24, 9);
  expect(guessingOf({ kind: "match", prompt: "?", left: options, right: options })).toBeCloseTo(1 / 24, 9);
  expect(guessingOf({ kind: "numeric", prompt: "?", label: "x", decimals: 2 })).toBe(0);
  expect(guessingOf({ kind: "cloze", prompt: "?", blanks: 1 })).toBe(0);
});
