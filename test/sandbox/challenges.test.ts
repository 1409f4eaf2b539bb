import { afterAll, describe, expect, test } from "vitest";
import { challenges } from "#content/challenges.ts";
import { checkChallenge } from "#lib/challenge/check.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "../../scripts/challenge-files.ts";

const box = createSandbox();
afterAll(() => box.close());

describe.each(challenges.map((one) => [one.slug, one] as const))("%s", (_, definition) => {
  test("both solutions pass in both languages, and every mutant fails where it says", {
    timeout: 180_000,
  }, async () => {
    const report = await checkChallenge(loadChallenge(definition), { run: box.run });
    expect(report.problems).toEqual([]);
  });
});
