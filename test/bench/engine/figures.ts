import { summarise } from "../report.ts";
import type { Entry } from "./turns.ts";
import { operationsOf, type Workload } from "./workloads.ts";

/** How fast a contestant is at a workload, and how it spreads. */
export interface Figure {
  readonly id: string;
  readonly workload: string;
  readonly unit: "GFLOP/s" | "steps/s";
  readonly repetitions: number;
  readonly median: number;
  /** Half of the repetitions lie between these two. */
  readonly quartiles: readonly [number, number];
}

/** How many times as fast one contestant is as another, from the rounds in which both had a turn. */
export interface Ratio {
  readonly workload: string;
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

export function figureOf({ id, workload: name, rounds }: Entry, workload: Workload): Figure {
  const times = rounds.flatMap((round) => round ?? []);
  const operations = operationsOf(workload);
  // Milliseconds of a step.
  const rate = (time: number) => (operations === null ? 1000 / time : operations / time / 1e6);
  const { median, quartiles } = summarise({ what: name, times });
  return {
    id,
    workload: name,
    unit: operations === null ? "steps/s" : "GFLOP/s",
    repetitions: times.length,
    median: rate(median),
    quartiles: [rate(quartiles[1]), rate(quartiles[0])],
  };
}

/** Null where they never had a turn in the same round. */
export function ratioOf(ours: Entry, other: Entry): Ratio | null {
  const times = ours.rounds.flatMap((round, i) => {
    const beside = other.rounds[i];
    return round && beside ? [median(beside) / median(round)] : [];
  });
  if (times.length === 0) return null;
  const { median: middle, quartiles } = summarise({ what: ours.workload, times });
  return { workload: ours.workload, median: middle, quartiles };
}

function median(times: readonly number[]): number {
  return summarise({ what: "", times: [...times] }).median;
}
