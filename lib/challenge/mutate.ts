import type { Mutant } from "./challenge.ts";
import type { Challenge } from "./folder.ts";
import type { Language } from "./language.ts";

/**
 * The reference solution with the mutant's fault in it.
 * @throws Error when the text to replace does not stand in the reference exactly once
 */
export function mutate(challenge: Challenge, mutant: Mutant, language: Language): string {
  const { solution } = challenge.programs[language];
  const [find, replace] = mutant[language];
  const count = solution.split(find).length - 1;
  if (count !== 1) {
    throw new Error(
      `${challenge.slug}: the mutant "${mutant.id}" replaces ${JSON.stringify(find)} (${language}), which stands in the ` +
        `reference ${count} times`,
    );
  }
  return solution.split(find).join(replace);
}
