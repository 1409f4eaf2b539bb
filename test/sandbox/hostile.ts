import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Call, SandboxRequest } from "#lib/sandbox/request.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { array } from "#lib/sandbox/value.ts";
import { told } from "./told.ts";

/** What it tries, the program (with a function `f` of one vector), what becomes of it, and other calls than f's. */
export type Hostile = [what: string, source: string, verdict: string, calls?: Call[]];

/** Milliseconds that the server may be kept from everything else. */
const LONGEST_BLOCK = 200;
const ASK_F: Call[] = [{ call: "f", args: [array([1, 2])] }];

/** One test for each program: what becomes of it, that a clean run follows, and that the server went on meanwhile. */
export function testHostile(language: SandboxRequest["language"], clean: string, table: readonly Hostile[]): void {
  const box = createSandbox({ width: 1 });
  let before: number;

  beforeAll(async () => {
    await box.run({ language, source: clean });
    before = process.memoryUsage.rss();
  });
  afterAll(() => box.close());

  describe(`hostile ${language}`, () => {
    test.each(table)("%s", async (_, source, verdict, calls = ASK_F) => {
      // Little time where it shall run out, enough on a busy machine where it shall not.
      const limits = { time: verdict === "timeout" ? 700 : 20_000 };
      expect(await unblocked(async () => told(await box.run({ language, source, calls, limits })))).toBe(verdict);
      expect(told(await box.run({ language, source: clean, calls: ASK_F }))).toBe("returned float64(2)[2 4]");
    });

    test("leave no memory behind", async () => {
      await box.close();
      let grown = Number.POSITIVE_INFINITY;
      for (let tries = 0; tries < 50 && grown > 150; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        grown = (process.memoryUsage.rss() - before) / 2 ** 20;
      }
      expect(grown).toBeLessThan(150);
    });
  });
}

/** How often a busy machine may stop everything in a row before it is laid to the program. */
const MOST_TRIES = 6;

/** Does the work, which must let the event loop turn. */
async function unblocked<T>(work: () => Promise<T>): Promise<T> {
  const delays: number[] = [];
  for (;;) {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const result = await work();
    delay.disable();
    delays.push(delay.max / 1e6);
    if (delay.max / 1e6 < LONGEST_BLOCK) return result;
    if (delays.length === MOST_TRIES) throw new Error(`the event loop stood still for ${delays.join(", ")} ms`);
  }
}
