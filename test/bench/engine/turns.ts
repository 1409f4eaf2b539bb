import { CHECKED_STEPS, disagreement } from "./agreement.ts";
import type { Request, Running, Slice } from "./child.ts";
import type { Workload } from "./workloads.ts";

/** A workload and where its numbers lie. */
export interface Work {
  readonly workload: Workload;
  readonly folder: string;
}

export interface Effort {
  /** How often everyone has a turn at every workload. */
  readonly rounds: number;
  /** Milliseconds of one turn, about. */
  readonly turn: number;
}

/** One contestant at one workload. */
export interface Entry {
  readonly id: string;
  readonly workload: string;
  /** Milliseconds of a step: for each round the repetitions of its turn, null in rounds without one. */
  readonly rounds: readonly (readonly number[] | null)[];
}

export interface Refusal {
  readonly id: string;
  readonly workload: string;
  readonly why: string;
}

export interface Outcome {
  readonly entries: readonly Entry[];
  readonly refusals: readonly Refusal[];
}

/** Repetitions of one turn. */
const REPETITIONS = 5;
/** Who needs longer than this for a repetition has fewer turns. */
const LONG_REPETITION = 500;
const FEWEST_TURNS = 3;

interface Plan {
  readonly running: Running;
  readonly request: Request;
  /** A turn in every so many rounds. */
  readonly every: number;
  readonly rounds: (readonly number[] | null)[];
}

/**
 * Measures everyone at everything. Every round gives each a turn at each workload, beginning with another one each time:
 * whatever else the machine does falls on all alike. The first contestant that can do a workload says what the others
 * must compute.
 */
export async function measureAll(
  contestants: readonly Running[],
  work: readonly Work[],
  effort: Effort,
  say: (line: string) => void,
): Promise<Outcome> {
  const refusals: Refusal[] = [];
  let plans: readonly Plan[] = [];
  for (const one of work) {
    say(`preparing ${one.workload.name}`);
    plans = [...plans, ...(await prepareAll(contestants, one, effort, refusals))];
  }
  const all = plans;
  for (let round = 0; round < effort.rounds; round++) {
    say(`round ${round + 1} of ${effort.rounds}`);
    const first = Math.floor((round * plans.length) / effort.rounds);
    for (const plan of [...plans.slice(first), ...plans.slice(0, first)]) {
      const why = await takeTurn(plan, round);
      if (why === null) continue;
      refusals.push({ id: plan.running.contestant.id, workload: plan.request.workload.name, why });
      plans = plans.filter((other) => other !== plan);
    }
  }
  const entries = all
    .filter((plan) => plans.includes(plan))
    .map(({ running, request, rounds }) => ({ id: running.contestant.id, workload: request.workload.name, rounds }));
  return { entries, refusals };
}

/** Those who can do a workload and agree; the others are told among the refusals. */
async function prepareAll(
  contestants: readonly Running[],
  work: Work,
  effort: Effort,
  refusals: Refusal[],
): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  let expected: readonly number[] | null = null;
  // The peak's program does nothing else, and nobody else has a peak.
  const fitting = contestants.filter(
    ({ contestant }) => (contestant.role === "peak") === (work.workload.kind === "peak"),
  );
  for (const running of fitting) {
    const found = await prepare(running, work, effort);
    const why = "cannot" in found ? found.cannot : disagreement(found.checks, expected ?? found.checks);
    if (why !== null) refusals.push({ id: running.contestant.id, workload: work.workload.name, why });
    else if ("plan" in found) {
      expected ??= found.checks;
      plans.push(found.plan);
    }
  }
  return plans;
}

/** Null, or why the contestant cannot go on. */
async function takeTurn({ running, request, every, rounds }: Plan, round: number): Promise<string | null> {
  if (round % every !== 0) {
    rounds.push(null);
    return null;
  }
  const slice = await running.measure(request);
  if ("cannot" in slice) return slice.cannot;
  rounds.push(slice.milliseconds);
  return null;
}

/** Finds how many steps make a repetition of the right length, which also warms everything up. */
async function prepare(
  running: Running,
  { workload, folder }: Work,
  { rounds, turn }: Effort,
): Promise<{ cannot: string } | { plan: Plan; checks: Slice["checks"] }> {
  const wanted = turn / REPETITIONS;
  const ask = (steps: number) =>
    running.measure({ workload, folder, steps, repetitions: 1, warmUp: 0, checkedSteps: CHECKED_STEPS });
  let steps = 1;
  let slice = await ask(steps);
  while (!("cannot" in slice) && steps * slice.milliseconds[0] < wanted / 2) {
    // A first estimate is too high while the code is cold.
    steps = Math.ceil(steps * Math.min(8, wanted / Math.max(steps * slice.milliseconds[0], 1e-3)));
    slice = await ask(steps);
  }
  if ("cannot" in slice) return slice;
  const milliseconds = steps * slice.milliseconds[0];
  const repetitions = Math.max(1, Math.min(REPETITIONS, Math.round(turn / milliseconds)));
  const warmUp = milliseconds > wanted * 4 ? 0 : 1;
  const every = Math.max(1, Math.min(Math.floor(rounds / FEWEST_TURNS), Math.ceil(milliseconds / LONG_REPETITION)));
  const request = { workload, folder, steps, repetitions, warmUp, checkedSteps: CHECKED_STEPS };
  return { plan: { running, request, every, rounds: [] }, checks: slice.checks };
}
