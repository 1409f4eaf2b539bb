import type { Dice } from "#lib/item/dice.ts";
import type { Case, CaseBuilder } from "./case.ts";
import { type Language, LANGUAGES } from "./language.ts";

/** A fault people really make, as a patch on the reference solution. */
export interface Mutant {
  id: string;
  /** Completes "This is what it gives …": "with N − 1 in the variance". */
  says: string;
  /** What stands in solution.py, once, and what the fault makes of it. */
  python: readonly [find: string, replace: string];
  typescript: readonly [find: string, replace: string];
  /** The case that must fail. */
  killedBy: string;
  /** Its id in content/…/misconceptions.yml, where it is one of those. */
  misconception?: string;
}

/** What a challenge's cases.ts says. */
export interface ChallengeDefinition {
  /** Name of the folder, and the id. */
  slug: string;
  area: string;
  /** The names a solution must define, in snake_case. */
  defines: readonly string[];
  cases: readonly Case[];
  mutants: readonly Mutant[];
}

type Build = (c: CaseBuilder, dice: Dice) => void;

interface CaseOptions {
  /** Where the case makes sense in one language only: "float32 input" in Python. */
  only?: Language;
}

/** A case the learner sees whole, with its input and what is expected. */
export function visible(name: string, build: Build, options: CaseOptions = {}): Case {
  return { name, shown: "visible", languages: languagesOf(options), build };
}

/** A case of which only the name is shown. Its draws differ from submission to submission. */
export function hidden(name: string, build: Build, options: CaseOptions = {}): Case {
  return { name, shown: "hidden", languages: languagesOf(options), build };
}

function languagesOf({ only }: CaseOptions): readonly Language[] {
  return only ? [only] : LANGUAGES;
}

/**
 * A challenge's cases and mutants. Visible cases come first, whatever the order they are written in.
 * @throws Error when two cases or two mutants have one name, or a mutant names a case that there is not
 */
export function challenge(definition: ChallengeDefinition): ChallengeDefinition {
  const { slug, cases, mutants } = definition;
  const names = cases.map(({ name }) => name);
  const twice = [...names, ...mutants.map(({ id }) => id)].find((name, i, all) => all.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`${slug}: two cases or mutants are called "${twice}"`);
  const lost = mutants.find(({ killedBy }) => !names.includes(killedBy));
  if (lost) throw new Error(`${slug}: the mutant "${lost.id}" names the case "${lost.killedBy}", which there is not`);
  return { ...definition, cases: cases.toSorted((a, b) => Number(isHidden(a)) - Number(isHidden(b))) };
}

const isHidden = ({ shown }: Case) => shown === "hidden";
