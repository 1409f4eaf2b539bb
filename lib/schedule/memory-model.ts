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

  /** After an answer given a day or more after the last, when recall was `recall` by the parameters alone. */
  after({ stability, difficulty }: Memory, grade: Grade, recall: number): Memory {
    const next =
      grade === "again"
        ? this.lapsed(stability, difficulty, recall)
        : this.passed(stability, this.growth(stability, difficulty, recall), grade);
    return { stability: next, difficulty: this.difficultyAfter(difficulty, grade) };
  }

  /** After one more answer on the day of the last, as a step is. */
  afterStep({ stability, difficulty }: Memory, grade: Grade): Memory {
    return { stability: this.stepped(stability, grade), difficulty: this.difficultyAfter(difficulty, grade) };
  }

  /** By what part of itself stability grows at a Good answer: e^w₈·(11 − D)·S^(−w₉)·(e^(w₁₀(1 − R)) − 1). */
  growth(stability: number, difficulty: number, recall: number): number {
    const w = this.#w;
    return this.#growth * (11 - difficulty) * stability ** -w[9] * (Math.exp(w[10] * (1 - recall)) - 1);
  }

  /** Stability after a pass, from the growth a Good answer gives. */
  passed(stability: number, growth: number, grade: Exclude<Grade, "again">): number {
    const bonus = grade === "hard" ? this.#w[15] : grade === "easy" ? this.#w[16] : 1;
    return Math.min(stability * (1 + growth * bonus), STABILITY_BOUNDS.most);
  }

  /** Stability after a lapse: w₁₁·D^(−w₁₂)·((S + 1)^w₁₃ − 1)·e^(w₁₄(1 − R)), at most S·e^(−w₁₇w₁₈). */
  lapsed(stability: number, difficulty: number, recall: number): number {
    const w = this.#w;
    const forgotten = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * Math.exp(w[14] * (1 - recall));
    return Math.max(STABILITY_BOUNDS.least, Math.min(forgotten, stability / this.#lapseDamping));
  }

  /** Stability after one more answer on the same day: S·e^(w₁₇(G − 3 + w₁₈))·S^(−w₁₉), not less than S unless Again. */
  stepped(stability: number, grade: Grade): number {
    const w = this.#w;
    const growth = Math.exp(w[17] * (SCORE[grade] - 3 + w[18])) * stability ** -w[19];
    const grown = stability * (grade === "again" ? growth : Math.max(1, growth));
    return bounded(grown, STABILITY_BOUNDS.least, STABILITY_BOUNDS.most);
  }

  difficultyAfter(difficulty: number, grade: Grade): number {
    const w = this.#w;
    const damped = difficulty - (w[6] * (SCORE[grade] - 3) * (10 - difficulty)) / 9;
    return bounded(w[7] * this.#firstDifficulty(4) + (1 - w[7]) * damped, 1, 10);
  }

  #firstDifficulty(score: number): number {
    return this.#w[4] - Math.exp(this.#w[5] * (score - 1)) + 1;
  }
}

function bounded(x: number, least: number, most: number): number {
  return Math.min(Math.max(x, least), most);
}
