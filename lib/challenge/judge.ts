import type { Call } from "#lib/sandbox/request.ts";
import type { CallResult, SandboxResult } from "#lib/sandbox/result.ts";
import { evaluate, type Outcome } from "./evaluate.ts";
import type { Challenge } from "./folder.ts";
import type { Language } from "./language.ts";
import { findLike, type MutantCache, type Run } from "./like.ts";
import { callsOf, type PlannedCase, planCases } from "./plan.ts";
import { showSteps } from "./show.ts";
import type { Failure, HiddenCase, Verdict, VisibleCase } from "./verdict.ts";

export interface JudgeOptions {
  /** Runs a program; `runInSandbox` of lib/sandbox. */
  run: Run;
  which: "visible" | "all";
  /** False: a program that fails is not compared with known faults, which would tell more than that it does. */
  compare?: boolean;
  /** A whole number of the submission's own, from which hidden cases and the program's random numbers are drawn. */
  seed: number;
  signal?: AbortSignal;
  /** Told how many runs are before this one, whenever that changes; 0 when it starts. */
  onPlace?: (place: number) => void;
  /** What known faults answered in earlier verdicts; a map that the caller keeps. */
  cache?: MutantCache;
}

/** Judges a submission: one run for all its cases, and, where one fails, a run of each known fault. */
export async function judge(
  challenge: Challenge,
  language: Language,
  source: string,
  { run, which, compare = true, seed, signal, onPlace, cache = new Map() }: JudgeOptions,
): Promise<Verdict> {
  const planned = planCases(challenge, language, { which, seed });
  const { harness } = challenge.programs[language];
  const answered = await run({
    language,
    source,
    calls: [LOADED, ...callsOf(planned, language)],
    seed,
    ...(harness === null ? {} : { harness }),
    ...(signal ? { signal } : {}),
    ...(onPlace ? { onPlace } : {}),
  });
  const loaded = answered.calls.length > 0;
  const result = { ...answered, calls: answered.calls.slice(1) };
  if (result.kind === "stopped") return { kind: "stopped" };
  if (result.kind === "broken") return { kind: "broken", error: result.error };
  if (result.kind === "threw") {
    const text = result.error.line === null ? null : (source.split("\n")[result.error.line - 1] ?? null);
    return { kind: "unloadable", error: result.error, text, printed: cut(result.stdout) };
  }
  const outcomes = evaluate(planned, result, loaded);
  const first = firstFailure(outcomes, result, language);
  const cases = {
    visible: outcomes.filter(isVisible).map((outcome) => visibleCase(outcome, result, language)),
    hidden: which === "all" ? outcomes.filter((outcome) => !isVisible(outcome)).map(hiddenCase) : null,
    printed: printedAtFirst(planned, result),
  };
  if (result.kind !== "finished") {
    return {
      kind: "ended",
      ...endOf(result),
      during: loaded ? duringOf(planned, result, language) : null,
      first,
      ...cases,
    };
  }
  if (outcomes.every(({ state }) => state === "passed")) {
    return cases.hidden ? { kind: "passed", ...cases, hidden: cases.hidden } : { kind: "visible-passed", ...cases };
  }
  const like = compare ? await findLike(challenge, language, outcomes, result.calls, { run, cache, signal }) : null;
  return { kind: "failed", first, like, ...cases };
}

/** A name no program has: when it has been asked for, the program has been loaded. */
const LOADED: Call = { read: "is it loaded" };

const isVisible = ({ planned }: Outcome) => planned.case.shown === "visible";

function visibleCase({ planned, state, notes }: Outcome, result: SandboxResult, language: Language): VisibleCase {
  // In TypeScript an array is a list.
  const told = language === "python" ? notes : [];
  return { name: planned.case.name, state, notes: told, printed: printedIn(planned, result.calls) };
}

function hiddenCase({ planned, state, failure }: Outcome): HiddenCase {
  return { name: planned.case.name, state, why: failure?.difference.kind ?? null };
}

function firstFailure(outcomes: readonly Outcome[], result: SandboxResult, language: Language): Failure | null {
  const found = outcomes.find((outcome) => isVisible(outcome) && outcome.failure);
  if (!found?.failure) return null;
  const { planned, failure } = found;
  return {
    case: planned.case.name,
    calls: showSteps(planned.steps, failure.step, language),
    difference: failure.difference,
    printed: printedIn(planned, result.calls),
  };
}

/** Longest text that is handed on of what a case printed. */
const MOST_PRINTED = 4000;

const cut = (text: string) => (text.length > MOST_PRINTED ? `${text.slice(0, MOST_PRINTED)}…` : text);

function printedIn({ from, steps }: PlannedCase, calls: readonly CallResult[]): string {
  return cut(
    calls
      .slice(from, from + steps.length)
      .filter((_, i) => !steps[i].quiet)
      .map(({ printed }) => printed)
      .join(""),
  );
}

/** What was printed before the first call; nothing where it can't be told from what a hidden case printed. */
function printedAtFirst(planned: readonly PlannedCase[], result: SandboxResult): string {
  const later = result.calls.reduce((length, { printed }) => length + printed.length, 0);
  const told = result.kind === "finished" || planned.every((one) => one.case.shown === "visible");
  return told ? cut(result.stdout.slice(0, result.stdout.length - later)) : "";
}

type Ended = Extract<Verdict, { kind: "ended" }>;

function endOf(
  result: Extract<SandboxResult, { kind: "timeout" | "memory" | "output" | "ended" }>,
): Pick<Ended, "by" | "limit"> {
  return result.kind === "ended" ? { by: result.by, limit: null } : { by: result.kind, limit: result.limit };
}

/** The case that was running, with its call where the case is visible. */
function duringOf(planned: readonly PlannedCase[], result: SandboxResult, language: Language): Ended["during"] {
  const at = result.calls.length;
  const running = planned.findLast(({ from }) => from <= at);
  if (!running) return null;
  const { case: own, steps, from } = running;
  const call = own.shown === "visible" ? (showSteps(steps, at - from, language).at(-1) ?? null) : null;
  return { case: own.name, hidden: own.shown === "hidden", call };
}
