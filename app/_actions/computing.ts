"use server";

import { z } from "zod";
import type { BackendTrial } from "#lib/training/self-test.ts";
import { testThisMachine } from "#lib/training/self-test-process.ts";

/** Seconds that each backend is timed for. */
const SECONDS = 0.5;

// Every route of the build has a copy of this module; there is one machine to be tested.
const shared = globalThis as { epochSelfTest?: Promise<unknown> };

/** What this server computes with; `timed` also compares its backends and times them. One test at a time. */
export async function testServerAction(timed: boolean): Promise<BackendTrial[]> {
  const before = shared.epochSelfTest;
  const test = (async () => {
    await before?.catch(() => {});
    return testThisMachine(z.boolean().parse(timed) ? SECONDS : null);
  })();
  shared.epochSelfTest = test;
  return test;
}
