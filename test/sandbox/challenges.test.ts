import { availableParallelism } from "node:os";
import { afterAll, describe, test } from "vitest";
import { challenges } from "#content/challenges.ts";
import { checkChallenge } from "#lib/challenge/check.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "../../scripts/challenge-files.ts";

// Proofs of several challenges go on side by side, so that no core waits.
const box = createSandbox({ width: availableParallelism() });
afterAll(() => box.close());

describe.concurrent.each(challenges.map((one) => [one.slug, one] as const))("%s", (_, definition) => {
  test("both solutions pass in both languages, and every mutant fails where it says", {
    timeout: 300_000,
  }, async ({ expect }) => {
    const report = await checkChallenge(loadChallenge(definition), { run: box.run });
    expect(report.problems).toEqual([]);
  });
});
