import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { challenges } from "#content/challenges.ts";
import type { Bank } from "#lib/bank/bank.ts";
import type { Problem } from "#lib/bank/draft.ts";
import { staticProblems } from "#lib/challenge/check.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import { formulaErrors } from "#lib/text/formulas.ts";
import { loadChallenge } from "./challenge-files.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** What can be said against the challenges without running them; `npm run challenge:check` runs them. */
export function challengeProblems(bank: Bank): Problem[] {
  const problems: Problem[] = [];
  for (const { area, slug } of folders()) {
    if (challenges.some((one) => one.slug === slug && one.area === area)) continue;
    const file = `content/${area}/challenges/${slug}/cases.ts`;
    problems.push({ file, line: 1, message: "content/challenges.ts does not list it" });
  }
  for (const [i, definition] of challenges.entries()) {
    const { area, slug } = definition;
    const file = `content/${area}/challenges/${slug}/challenge.md`;
    const report = (message: string) => problems.push({ file, line: 1, message });
    if (challenges.findIndex((other) => other.slug === slug) !== i) report(`two challenges are called "${slug}"`);
    try {
      for (const message of problemsOf(loadChallenge(definition), bank)) report(message);
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
    }
  }
  return problems;
}

function problemsOf(challenge: Challenge, bank: Bank): string[] {
  const problems = staticProblems(challenge);
  const { document, area, mutants } = challenge;
  const concept = bank.concepts.find(({ id }) => id === document.concept);
  if (!concept && document.concept !== area) problems.push(`no note has the id "${document.concept}"`);
  if (concept && concept.area !== area)
    problems.push(`the concept "${concept.id}" belongs to the area ${concept.area}`);
  for (const need of document.needs) {
    const known = bank.concepts.some(({ id }) => id === need) || challenges.some(({ slug }) => slug === need);
    if (!known) problems.push(`needs "${need}", which is no note and no challenge`);
  }
  for (const { id, misconception } of mutants) {
    if (misconception === undefined || bank.misconceptions.some((known) => known.id === misconception)) continue;
    problems.push(`the mutant "${id}" names "${misconception}", which stands in no misconceptions.yml`);
  }
  const { task, theory, hints, explanation, followUps } = document;
  const texts = [
    task,
    theory,
    ...hints,
    explanation,
    ...followUps.flatMap(({ question, answer }) => [question, answer]),
  ];
  for (const text of texts) {
    for (const { text: formula, message } of formulaErrors(text)) problems.push(`${message} in "${formula}"`);
  }
  return problems;
}

/** Folders `content/<area>/challenges/<slug>`. */
function folders(): { area: string; slug: string }[] {
  return readdirSync(join(ROOT, "content"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && basename(entry.parentPath) === "challenges")
    .map((entry) => ({ area: basename(dirname(entry.parentPath)), slug: entry.name }));
}
