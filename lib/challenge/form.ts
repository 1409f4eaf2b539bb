import { definesFunction, withFunctionOf } from "./definition.ts";
import type { Challenge } from "./folder.ts";
import { type Language, LANGUAGES, nameIn } from "./language.ts";
import { mutate } from "./mutate.ts";

/** What is asked of a challenge: all of it, one function with the rest given, or a faulty program to be mended. */
export type Form = { kind: "whole" } | { kind: "part"; name: string } | { kind: "fix"; mutant: string };

export const WHOLE: Form = { kind: "whole" };

/** Shares of the challenge's minutes that the smaller forms take, and the least they take. */
const SHARES = { whole: 1, part: 0.5, fix: 0.3 };
const LEAST_MINUTES = 3;

/** A form as text: "whole", "part:relu_backward", "fix:sample-variance". */
export function formToText(form: Form): string {
  if (form.kind === "whole") return "whole";
  return form.kind === "part" ? `part:${form.name}` : `fix:${form.mutant}`;
}

/** The form that a text stands for; all of the challenge where the text names nothing that it has any more. */
export function formFromText(text: string, challenge: Challenge): Form {
  const [kind, name = ""] = text.split(":");
  if (kind === "part" && partsOf(challenge).includes(name)) return { kind, name };
  if (kind === "fix" && challenge.mutants.some(({ id }) => id === name)) return { kind, mutant: name };
  return WHOLE;
}

/** The functions that can be asked one at a time; none where the challenge is a single function or a class. */
export function partsOf({ defines, programs }: Challenge): string[] {
  const parts = defines.filter((name) =>
    LANGUAGES.every((language) => {
      const { starter, solution } = programs[language];
      return [starter, solution].every((source) => definesFunction(source, nameIn(language, name), language));
    }),
  );
  return defines.length > 1 ? parts : [];
}

/** What a learner's rounds with a challenge have been until now. */
export interface Rounds {
  /** How many were graded. */
  graded: number;
  /** The last one was not passed. */
  failed: boolean;
  /** The fault whose results the last one's program gave. */
  like: string | null;
}

/**
 * What the next round asks. After a failure it is a faulty program: with the fault just made, where that is known.
 * Otherwise a part, a fault and the whole take turns.
 */
export function nextForm(challenge: Challenge, { graded, failed, like }: Rounds): Form {
  if (graded === 0) return WHOLE;
  const { mutants } = challenge;
  const made = mutants.find(({ id }) => id === like) ?? mutants[graded % mutants.length];
  const fix: Form = { kind: "fix", mutant: made.id };
  if (failed) return fix;
  const parts = partsOf(challenge);
  const part: Form[] = parts.length > 0 ? [{ kind: "part", name: parts[graded % parts.length] }] : [];
  const turns = [...part, fix, WHOLE];
  return turns[(graded - 1) % turns.length];
}

/** What the editor begins with. */
export function starterOf(challenge: Challenge, form: Form, language: Language): string {
  const { starter, solution } = challenge.programs[language];
  if (form.kind === "part") return withFunctionOf(solution, starter, nameIn(language, form.name), language);
  const mutant = form.kind === "fix" && challenge.mutants.find(({ id }) => id === form.mutant);
  return mutant ? mutate(challenge, mutant, language) : starter;
}

/** Minutes that a form is expected to take. */
export function minutesOf({ document: { minutes } }: Challenge, { kind }: Form): number {
  return kind === "whole" ? minutes : Math.max(LEAST_MINUTES, Math.round(minutes * SHARES[kind]));
}
