import type { CallResult, SandboxResult } from "#lib/sandbox/result.ts";
import type { Check } from "./case.ts";
import type { Difference } from "./difference.ts";
import type { PlannedCase } from "./plan.ts";

/** How a case went. */
export interface Outcome {
  planned: PlannedCase;
  /** `unfinished`: the run ended in it; `unreached`: before it. */
  state: "passed" | "failed" | "unfinished" | "unreached";
  /** What is wrong, with the step it is about; null unless it failed. */
  failure: { difference: Difference; step: number } | null;
  notes: string[];
}

/** Judges every planned case by what the calls answered; `loaded` tells whether the program came to its first call. */
export function evaluate(planned: readonly PlannedCase[], result: SandboxResult, loaded = true): Outcome[] {
  return planned.map((one): Outcome => {
    const answers = result.calls.slice(one.from, one.from + one.steps.length);
    const failure = failureOf(one, answers);
    const notes = failure.notes;
    if (failure.difference) {
      return {
        planned: one,
        state: "failed",
        failure: { difference: failure.difference, step: failure.step },
        notes: [],
      };
    }
    if (answers.length === one.steps.length) return { planned: one, state: "passed", failure: null, notes };
    const reached = loaded && result.kind !== "threw" && result.calls.length >= one.from;
    return { planned: one, state: reached ? "unfinished" : "unreached", failure: null, notes: [] };
  });
}

interface Found {
  difference: Difference | null;
  step: number;
  notes: string[];
}

/** The first thing wrong: what checks find until one reads a failed call, then failed calls, then changed arguments. */
function failureOf({ steps, checks }: PlannedCase, answers: readonly CallResult[]): Found {
  const notes = new Set<string>();
  for (const { steps: read, of } of checks) {
    if (read.some((step) => answers[step] && ownFailure(answers[step]))) break;
    const values = valuesOf(read, answers);
    if (!values) continue;
    const compared = of(values);
    if (compared.difference) return { difference: compared.difference, step: read[0], notes: [] };
    for (const note of compared.notes) notes.add(note);
  }
  for (const [step, answer] of answers.entries()) {
    const own = ownFailure(answer);
    if (own) return { difference: own, step, notes: [] };
  }
  for (const [step, answer] of answers.entries()) {
    const change = answer.kind === "returned" ? answer.changed[0] : undefined;
    if (change && !steps[step].quiet) {
      return { difference: { where: null, kind: "changed", ...change }, step, notes: [] };
    }
  }
  return { difference: null, step: 0, notes: [...notes] };
}

function valuesOf(read: Check["steps"], answers: readonly CallResult[]) {
  const values = read.map((step) => {
    const answer = answers[step];
    return answer?.kind === "returned" ? answer.value : undefined;
  });
  return values.every((value) => value !== undefined) ? values : null;
}

function ownFailure(answer: CallResult): Difference | null {
  switch (answer.kind) {
    case "returned":
      return null;
    case "threw":
      return { where: null, kind: "threw", error: answer.error };
    case "missing":
      return { where: null, kind: "missing", name: answer.name };
    case "unreadable":
      return { where: null, kind: "unreadable", reason: answer.reason };
  }
}
