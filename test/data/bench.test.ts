import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

interface Printed {
  title: string;
  milliseconds: { what: string; runs: number; median: number; p99: number; max: number }[];
}

async function smoke(name: string): Promise<Printed> {
  const bench = fileURLToPath(new URL(`../bench/${name}`, import.meta.url));
  const flags = ["--conditions=react-server", "--import", "tsx", bench, "--smoke", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  return JSON.parse(stdout) as Printed;
}

test("the benchmark of the queue runs on a small database", async () => {
  const { title, milliseconds } = await smoke("queue.ts");
  expect(title).toBe("40 cards, 200 answers, 20 new items");
  expect(milliseconds.map(({ runs }) => runs)).toEqual(Array(15).fill(2));
  for (const { median, p99, max } of milliseconds) expect([median > 0, median <= p99, p99 <= max]).not.toContain(false);
}, 120_000);

test("the benchmark of answers runs through items of the real bank", async () => {
  const { title, milliseconds } = await smoke("answer.ts");
  expect(title).toMatch(/^12 answers over \d{3,} items$/);
  const [all, ...byKind] = milliseconds.filter(({ what }) => what !== "drawing and computing a variant");
  expect(all).toMatchObject({ what: "answer to verdict, all", runs: 12 });
  expect(byKind.reduce((sum, { runs }) => sum + runs, 0)).toBe(12);
}, 120_000);

test("the benchmark of challenges judges solutions and starters in both languages", async () => {
  const { title, milliseconds } = await smoke("challenges.ts");
  expect(title).toBe("the visible cases of 2 challenges");
  expect(milliseconds.map(({ runs }) => runs)).toEqual([2, 2, 2, 2]);
}, 120_000);

test("the benchmark of the sandbox runs programs in both languages", async () => {
  const { title, milliseconds } = await smoke("sandbox.ts");
  expect(title).toBe("a learner's program, 2 runs");
  expect(milliseconds.map(({ runs }) => runs)).toEqual([2, 2, 1, 1, 2, 2, 1, 1]);
}, 120_000);
