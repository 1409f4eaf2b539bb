import "server-only";
import { randomInt } from "node:crypto";
import type { Judged } from "#app/_data/submissions.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import { judge, type JudgeOptions } from "#lib/challenge/judge.ts";
import type { Language } from "#lib/challenge/language.ts";
import type { MutantCache } from "#lib/challenge/like.ts";
import { runInSandbox } from "#lib/sandbox/sandbox.ts";
import { presentVerdict, type SaidVerdict } from "./present-verdict.ts";
import type { VerdictView } from "./verdict-view.ts";

export interface Program {
  challenge: Challenge;
  language: Language;
  source: string;
}

/** A verdict with what it was made from. */
export interface Assessed {
  verdict: SaidVerdict;
  view: VerdictView;
  seed: number;
}

// Every route of the build has a copy of this module; what known faults answer is the process's.
const shared = globalThis as { epochFaults?: MutantCache };
const cache = (shared.epochFaults ??= new Map());

/**
 * Judges a program in the sandbox; null when it was stopped.
 * @throws what the sandbox failed with
 */
export async function assess(
  { challenge, language, source }: Program,
  options: Pick<JudgeOptions, "which" | "compare" | "signal" | "onPlace">,
): Promise<Assessed | null> {
  const seed = randomInt(2 ** 31);
  const verdict = await judge(challenge, language, source, { ...options, run: runInSandbox, seed, cache });
  if (verdict.kind === "stopped") return null;
  if (verdict.kind === "broken") throw verdict.error;
  return { verdict, view: presentVerdict(verdict, language, source), seed };
}

/** What is kept of a program that was judged by all cases. */
export function judgedOf(
  { challenge, language, source }: Program,
  { verdict, view, seed }: Assessed,
  sent: Pick<Judged, "id" | "at" | "seconds" | "minutes">,
): Omit<Judged, "round"> {
  const cases = [...view.visible, ...(view.hidden ?? [])];
  return {
    ...sent,
    challengeId: challenge.slug,
    language,
    source,
    seed,
    passed: verdict.kind === "passed",
    verdict: view,
    credit: cases.length === 0 ? 0 : cases.filter(({ state }) => state === "passed").length / cases.length,
    like: verdict.kind === "failed" ? verdict.like : null,
  };
}
