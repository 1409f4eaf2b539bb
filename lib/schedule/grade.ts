import type { Grade } from "./card.ts";

/** What verification found out about one answer. */
export type Verification = {
  /** Of the first committed answer; "revealed" also when the learner gave up. A second try does not count. */
  verdict: "right" | "wrong" | "revealed";
  /** Hints asked for before the first committed answer. */
  hints: number;
  /** The learner called it a guess. */
  guessed: boolean;
  /** Answered step by step, one step was wrong and everything after it right with the carried value. */
  slip: boolean;
  /** Easy is off unless enabled. `fastestQuarter`: seconds, null when there are too few times to tell. */
  easy?: { enabled: boolean; seconds: number; fastestQuarter: number | null };
};

/** The grade verification gives: never the learner's own opinion of the answer, save that a guess is called one. */
export function gradeOf({ verdict, hints, guessed, slip, easy }: Verification): Grade {
  if (verdict === "revealed") return "again";
  if (slip) return "hard";
  if (verdict === "wrong") return "again";
  if (hints > 0 || guessed) return "hard";
  const fast = easy?.enabled && easy.fastestQuarter !== null && easy.seconds <= easy.fastestQuarter;
  return fast ? "easy" : "good";
}

/**
 * The grade of an open-recall answer, marked by the learner against a rubric: all points Good, at least half Hard.
 * @throws RangeError when `met` of `points` is not a share
 */
export function gradeOfRubric(met: number, points: number): Grade {
  if (!(points > 0 && met >= 0 && met <= points)) throw new RangeError(`Rubric met ${met} of ${points} points`);
  if (met === points) return "good";
  return met * 2 >= points ? "hard" : "again";
}

/** A program's time beyond which it counts as found with difficulty, as a multiple of the minutes expected. */
const SLOW = 2;

/** What is known of a coding challenge once it is first submitted or given up. */
export type CodeVerification = {
  verdict: "passed" | "failed" | "revealed";
  hints: number;
  /** Time worked on it, and time expected. */
  seconds: number;
  minutes: number;
};

/** The grade of a coding challenge: by its first submission, hints and time. */
export function gradeOfCode({ verdict, hints, seconds, minutes }: CodeVerification): Grade {
  if (verdict !== "passed") return "again";
  return hints > 0 || seconds > SLOW * minutes * 60 ? "hard" : "good";
}

/** The longest time, in seconds, among the fastest quarter of these; null below four times. */
export function fastestQuarter(seconds: readonly number[]): number | null {
  if (seconds.length < 4) return null;
  const sorted = seconds.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4) - 1];
}
