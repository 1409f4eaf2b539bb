import { type Grade, STABILITY_BOUNDS } from "./card.ts";

/** What FSRS keeps of one memory: stability in days, difficulty 1 to 10. */
export type Memory = { stability: number; difficulty: number };

const SCORE: Record<Grade, number> = { again: 1, hard: 2, good: 3, easy: 4 };

/**
 * FSRS-6 as plain formulas, for looking ahead: cards are rated by ts-fsrs (`rate`), which takes ten times as long since
 * it rounds and checks at every step. A test holds the two together. Source: "The Algorithm", fsrs4anki wiki, FSRS-6.
 */
export class MemoryModel {
  readonly #w: readonly number[];
  readonly #decay: number;
  readonly #curve: number;
  readonly #growth: number;
  readonly #lapseDamping: number;

  /** @param parameters the 21 weights of FSRS-6 */
  constructor(parameters: readonly number[]) {
    this.#w = parameters;
    this.#decay = -parameters[20];
    this.#curve = 0.9 ** (1 / this.#decay) - 1;
    this.#growth = Math.exp(parameters[8]);
    this.#lapseDamping = Math.exp(parameters[17] * parameters[18]);
  }

  /** R(t, S) = (1 + F·t/S)^(−w₂₀), F = 0.9^(−1/w₂₀) − 1, after so many days. */
  recall(days: number, stability: number): number {
    return days <= 0 ? 1 : (1 + (this.#curve * days) / stability) ** this.#decay;
  }

  first(grade: Grade): Memory {
    const w = this.#w;
    return {
      stability: bounded(w[SCORE[grade] - 1], 0.1, STABILITY_BOUNDS.most),
      difficulty: bounded(this.#firstDifficulty(SCORE[grade]), 1, 10),
    };
  }

  /** After an answer given a day or more after the last, when recall was `recall`. */
  after({ stability, difficulty }: Memory, grade: Grade, recall: number): Memory {
    const grown =
      grade === "again"
        ? this.#lapsed(stability, difficulty, recall)
        : this.#passed(stability, difficulty, recall, grade);
    return {
      stability: bounded(grown, STABILITY_BOUNDS.least, STABILITY_BOUNDS.most),
      difficulty: this.#nextDifficulty(difficulty, grade),
    };
  }

  /** After one more answer on the day of the last, as a step is. */
  afterStep({ stability, difficulty }: Memory, grade: Grade): Memory {
    const w = this.#w;
    const growth = Math.exp(w[17] * (SCORE[grade] - 3 + w[18])) * stability ** -w[19];
    const grown = stability * (grade === "again" ? growth : Math.max(1, growth));
    return {
      stability: bounded(grown, STABILITY_BOUNDS.least, STABILITY_BOUNDS.most),
      difficulty: this.#nextDifficulty(difficulty, grade),
    };
  }

  #passed(s: number, d: number, recall: number, grade: Grade): number {
    const w = this.#w;
    const bonus = grade === "hard" ? w[15] : grade === "easy" ? w[16] : 1;
    return s * (1 + this.#growth * (11 - d) * s ** -w[9] * (Math.exp(w[10] * (1 - recall)) - 1) * bonus);
  }

  #lapsed(s: number, d: number, recall: number): number {
    const w = this.#w;
    const forgotten = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * Math.exp(w[14] * (1 - recall));
    return Math.min(forgotten, s / this.#lapseDamping);
  }

  #firstDifficulty(score: number): number {
    return this.#w[4] - Math.exp(this.#w[5] * (score - 1)) + 1;
  }

  #nextDifficulty(difficulty: number, grade: Grade): number {
    const w = this.#w;
    const damped = difficulty - (w[6] * (SCORE[grade] - 3) * (10 - difficulty)) / 9;
    return bounded(w[7] * this.#firstDifficulty(4) + (1 - w[7]) * damped, 1, 10);
  }
}

function bounded(x: number, least: number, most: number): number {
  return Math.min(Math.max(x, least), most);
}
