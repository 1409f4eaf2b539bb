import { Dice } from "#lib/item/dice.ts";
import type { Call } from "#lib/sandbox/request.ts";
import { valueIn } from "./argument.ts";
import { type Case, CaseBuilder, type Check, type Step } from "./case.ts";
import type { ChallengeDefinition } from "./challenge.ts";
import { type Language, nameIn } from "./language.ts";

/** A case with its calls drawn; they stand at `from` among all calls of the run. */
export interface PlannedCase {
  case: Case;
  steps: readonly Step[];
  checks: readonly Check[];
  from: number;
}

/**
 * Draws the cases of a run, the visible ones alike every time and the hidden ones by the seed. They go on from `after`
 * where one run has the cases of several seeds.
 * @throws RangeError for a case without calls
 */
export function planCases(
  challenge: ChallengeDefinition,
  language: Language,
  { which, seed, after = [] }: { which: "visible" | "all"; seed: number; after?: readonly PlannedCase[] },
): PlannedCase[] {
  const last = after.at(-1);
  let from = last ? last.from + last.steps.length : 0;
  return challenge.cases
    .filter((one) => one.languages.includes(language) && (which === "all" || one.shown === "visible"))
    .map((one, i) => {
      const builder = new CaseBuilder(`case${after.length + i}_`);
      const own = numberOf(one.name);
      one.build(builder, new Dice(one.shown === "visible" ? own : (own ^ Math.imul(seed, 0x9e3779b1)) >>> 0));
      const { steps, checks } = builder;
      if (steps.length === 0) throw new RangeError(`${challenge.slug}: the case "${one.name}" calls nothing`);
      const planned = { case: one, steps, checks, from };
      from += steps.length;
      return planned;
    });
}

/** The calls of all planned cases, in order, for one run of the sandbox. */
export function callsOf(planned: readonly PlannedCase[], language: Language): Call[] {
  return planned.flatMap(({ steps }) =>
    steps.map(({ path, args, keep }): Call => {
      const name = pathIn(language, path);
      if (args === null) return { read: name };
      return { call: name, args: args.map((arg) => valueIn(language, arg)), ...(keep === null ? {} : { keep }) };
    }),
  );
}

/** A path with its first part kept, where it is a kept object's name. */
export function pathIn(language: Language, path: string): string {
  const [first, ...rest] = path.split(".");
  if (!/^case\d+_\d+$/.test(first)) return nameIn(language, path);
  return [first, ...rest.map((part) => nameIn(language, part))].join(".");
}

/** A whole number made of a text (FNV-1a), so that a case's draws stay when others are added. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
