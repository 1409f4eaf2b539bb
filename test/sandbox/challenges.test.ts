import { availableParallelism } from "node:os";
import { afterAll, describe, test } from "vitest";
import { challenges } from "#content/challenges.ts";
import { checkChallenge } from "#lib/challenge/check.ts";
import { LANGUAGES } from "#lib/challenge/language.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "../../scripts/challenge-files.ts";

// Proofs of several challenges go on side by side, so that no core waits.
const box = createSandbox({ width: availableParallelism() });
afterAll(() => box.close());

// Mutants are tried in one language, each challenge's in the other one than those of the challenge before it;
// `npm run challenge:check` and `npm run test:soak` try them in both.
const proofs = challenges.map((one, i) => [one.slug, LANGUAGES[i % LANGUAGES.length], one] as const);

describe.concurrent.each(proofs)("%s", (_, language, definition) => {
  test(`both solutions pass in both languages, and every mutant in ${language} fails where it says`, {
    timeout: 300_000,
  }, async ({ expect }) => {
    const challenge = loadChallenge(definition);
    const { problems, programs } = await checkChallenge(challenge, { run: box.run, mutantsIn: [language] });
    expect(problems).toEqual([]);
    const solutions = programs.filter(({ program }) => program === "solution" || program === "second");
    expect(solutions.map((one) => one.language)).toEqual(LANGUAGES.flatMap((each) => [each, each]));
    const mutants = new Set(challenge.mutants.map(({ id }) => id));
    const tried = programs.filter(({ program }) => mutants.has(program));
    expect(tried.map((one) => one.language)).toEqual(challenge.mutants.map(() => language));
  });
});
