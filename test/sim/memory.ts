import type { Dice } from "#lib/item/dice.ts";
import { DEFAULT_PARAMETERS, type Grade } from "#lib/schedule/card.ts";

/** What one learner really remembers of one item: stability in days, difficulty 1 to 10, day of the last answer. */
export type Trace = { stability: number; difficulty: number; day: number };

const SCORE: Record<Grade, number> = { again: 1, hard: 2, good: 3, easy: 4 };
const bounded = (x: number, least: number, most: number) => Math.min(Math.max(x, least), most);

/** FSRS-6 as published, written out once more: what learners forget must not share code with what predicts it. */
export class Memory {
  readonly #w: readonly number[];

  constructor(weights: readonly number[]) {
    this.#w = weights;
  }

  /** R = (1 + F·t/S)^(−w₂₀), F = 0.9^(−1/w₂₀) − 1. */
  recall({ stability, day }: Trace, today: number): number {
    const decay = this.#w[20];
    return (1 + (0.9 ** (-1 / decay) - 1) * ((today - day) / stability)) ** -decay;
  }

  /** @param ease multiplies the first stability: items differ in how well they stick. */
  first(grade: Grade, day: number, ease: number): Trace {
    const stability = bounded(this.#w[SCORE[grade] - 1] * ease, 0.01, 36_500);
    return { stability, difficulty: bounded(this.#firstDifficulty(SCORE[grade]), 1, 10), day };
  }

  after(trace: Trace, grade: Grade, today: number): Trace {
    const w = this.#w;
    const score = SCORE[grade];
    const damped = trace.difficulty - (w[6] * (score - 3) * (10 - trace.difficulty)) / 9;
    const difficulty = bounded(w[7] * this.#firstDifficulty(4) + (1 - w[7]) * damped, 1, 10);
    const stability = bounded(this.#stabilityAfter(trace, grade, today), 0.01, 36_500);
    return { stability, difficulty, day: today };
  }

  #stabilityAfter(trace: Trace, grade: Grade, today: number): number {
    const w = this.#w;
    const { stability: s, difficulty: d } = trace;
    if (today === trace.day) {
      const growth = Math.exp(w[17] * (SCORE[grade] - 3 + w[18])) * s ** -w[19];
      return s * (SCORE[grade] >= 3 ? Math.max(1, growth) : growth);
    }
    const r = this.recall(trace, today);
    if (grade === "again") {
      const forgotten = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * Math.exp(w[14] * (1 - r));
      return Math.min(forgotten, s / Math.exp(w[17] * w[18]));
    }
    const bonus = grade === "hard" ? w[15] : grade === "easy" ? w[16] : 1;
    return s * (1 + Math.exp(w[8]) * (11 - d) * s ** -w[9] * (Math.exp(w[10] * (1 - r)) - 1) * bonus);
  }

  #firstDifficulty(score: number): number {
    return this.#w[4] - Math.exp(this.#w[5] * (score - 1)) + 1;
  }
}

/** A standard normal draw, by Box and Muller. */
export function normal(dice: Dice): number {
  const uniform = () => (dice.integer(0, 999_999_998) + 1) / 1e9;
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** The default weights, each off by a factor of e to a normal draw times `spread`. */
export function perturbedWeights(dice: Dice, spread: number): number[] {
  return DEFAULT_PARAMETERS.map((w) => w * Math.exp(spread * normal(dice)));
}
