import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { script } from "./script.ts";

type Work = (noteChild: (pid: number) => void) => Promise<unknown>;
type HoldLock = (file: string, work: Work, options: { say: (line: string) => void; wait: number }) => Promise<unknown>;
const { holdLock } = await script<{ holdLock: HoldLock }>("lock.mjs");

let place: string;
let file: string;
const said: string[] = [];
const quick = { say: (line: string) => said.push(line), wait: 5 };

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "epoch-lock-"));
  file = join(place, "setup.lock");
  said.length = 0;
});

afterEach(() => rmSync(place, { recursive: true }));

function pidOfTheDead(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

test("two holders take turns, and the lock is gone afterwards", async () => {
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    events.push(`${name} ends`);
  };
  await Promise.all([holdLock(file, work("a"), quick), holdLock(file, work("b"), quick)]);
  expect(events).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  expect(said).toEqual([`Waiting for another set-up in this folder (process ${process.pid}) to finish.`]);
  expect(readdirSync(place)).toEqual([]);
});

test("work that fails gives the lock back", async () => {
  await expect(holdLock(file, () => Promise.reject(new Error("no space")), quick)).rejects.toThrow("no space");
  expect(existsSync(file)).toBe(false);
});

test("the lock of a process that is gone is taken over", async () => {
  writeFileSync(file, JSON.stringify({ pid: pidOfTheDead(), host: hostname() }));
  expect(await holdLock(file, async () => "done", quick)).toBe("done");
  expect(said).toEqual([]);
});

test("a dead holder's child that still works is waited for", async () => {
  writeFileSync(file, JSON.stringify({ pid: pidOfTheDead(), child: process.pid, host: hostname() }));
  let begun = false;
  const held = holdLock(
    file,
    async () => {
      begun = true;
    },
    quick,
  );
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(begun).toBe(false);
  rmSync(file);
  await held;
  expect(begun).toBe(true);
});

test("another machine's lock counts as long as it is touched within a minute", async () => {
  writeFileSync(file, JSON.stringify({ pid: pidOfTheDead(), host: "elsewhere" }));
  let begun = false;
  const held = holdLock(
    file,
    async () => {
      begun = true;
    },
    quick,
  );
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(begun).toBe(false);
  const past = new Date(Date.now() - 61_000);
  utimesSync(file, past, past);
  await held;
  expect(begun).toBe(true);
});
