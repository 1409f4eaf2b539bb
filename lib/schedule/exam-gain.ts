import type { Grade, ScheduleContext } from "./card.ts";
import { type Memory, MemoryModel } from "./memory-model.ts";

/** How often which grade is given: to first answers, and to reviews that are passed. Each adds up to 1. */
export type GradeShares = {
  first: Readonly<Record<Grade, number>>;
  pass: Readonly<Record<Exclude<Grade, "again">, number>>;
};

/** Grades counted in a log, as far as they are: first answers of items, and reviews other than Again. */
export type GradeCounts = { first?: Partial<Record<Grade, number>>; pass?: Partial<Record<Grade, number>> };

/** Shares assumed of a learner of whom nothing is known. Easy is off by default, so it is not expected. */
export const DEFAULT_GRADE_SHARES: GradeShares = {
  first: { again: 0.3, hard: 0.15, good: 0.55, easy: 0 },
  pass: { hard: 0.15, good: 0.85, easy: 0 },
};

const PASSES = ["hard", "good", "easy"] as const;

/** Answers that the default shares are worth beside the learner's own. */
const PRIOR_ANSWERS = 20;

/** A learner's own shares, drawn towards the default ones as long as answers are few. */
export function gradeShares(counts: GradeCounts): GradeShares {
  return {
    first: blended(counts.first ?? {}, DEFAULT_GRADE_SHARES.first),
    pass: blended(counts.pass ?? {}, DEFAULT_GRADE_SHARES.pass),
  };
}

function blended<G extends Grade>(
  counts: Partial<Record<Grade, number>>,
  prior: Readonly<Record<G, number>>,
): Record<G, number> {
  const grades = Object.keys(prior) as G[];
  const total = grades.reduce((sum, grade) => sum + (counts[grade] ?? 0), 0);
  const share = (grade: G) => ((counts[grade] ?? 0) + PRIOR_ANSWERS * prior[grade]) / (total + PRIOR_ANSWERS);
  return Object.fromEntries(grades.map((grade) => [grade, share(grade)])) as Record<G, number>;
}

/** What a memory may become by an answer, and how likely. */
export type Branch = { share: number; grade: Grade; memory: Memory };

type Settings = Pick<ScheduleContext, "parameters" | "stabilityFactor" | "learningSteps" | "relearningSteps">;

/**
 * What an answer today adds to recall on the date of an exam. With t days since the last answer, T days to go, S the
 * stability now and p = R(t, S):
 *
 * - a review: Δ = p·R(T, S_pass) + (1 − p)·R(T, S_fail) − R(t + T, S),
 * - a new item: Δ = E[R(T, S₀)] over the grades of a first answer,
 *
 * where S_pass is again an expectation over Hard, Good and Easy, and a grade that brings a step of minutes counts with
 * that step answered Good on the same day. All recall is with the learner's stability factor k, R(t, k·S); what a
 * stability becomes is without it, as a card's fold has it.
 */
export class ExamGain {
  readonly #model: MemoryModel;
  readonly #factor: number;
  readonly #shares: GradeShares;
  readonly #relearns: boolean;
  /** What a first answer may leave. */
  readonly first: readonly Branch[];
  /** How likely a first answer is right unaided, which is what opens further concepts. */
  readonly rightUnaided: number;
  /** The same of a review that is passed. */
  readonly passedUnaided: number;
  /** How likely a first answer needs a step on the same day. */
  readonly firstSteps: number;

  constructor({ parameters, stabilityFactor = 1, learningSteps, relearningSteps }: Settings, shares: GradeShares) {
    this.#model = new MemoryModel(parameters);
    this.#factor = stabilityFactor;
    this.#shares = shares;
    this.#relearns = relearningSteps.length > 0;
    const steps = learningSteps.length > 0;
    this.first = (["again", "hard", "good", "easy"] as const)
      .filter((grade) => shares.first[grade] > 0)
      .map((grade) => {
        const memory = this.#model.first(grade);
        const stepped = steps && (grade === "again" || grade === "hard");
        return { share: shares.first[grade], grade, memory: stepped ? this.#model.afterStep(memory, "good") : memory };
      });
    this.rightUnaided = shares.first.good + shares.first.easy;
    this.passedUnaided = shares.pass.good + shares.pass.easy;
    this.firstSteps = steps ? shares.first.again + shares.first.hard : 0;
  }

  /** Recall so many days after the last answer. */
  recall(days: number, stability: number): number {
    return this.#model.recall(days, this.#factor * stability);
  }

  /**
   * What a review after so many days leaves: how likely it is passed, and the memory then and otherwise. That of a pass
   * is the mean over grades, of the logarithm of stability and of difficulty.
   */
  reviewed({ stability, difficulty }: Memory, elapsed: number): { recall: number; passed: Memory; failed: Memory } {
    const model = this.#model;
    const recall = this.recall(elapsed, stability);
    const predicted = this.#factor === 1 ? recall : model.recall(elapsed, stability);
    const growth = model.growth(stability, difficulty, predicted);
    let logarithm = 0;
    let difficult = 0;
    for (const grade of PASSES) {
      const share = this.#shares.pass[grade];
      if (share === 0) continue;
      logarithm += share * Math.log(model.passed(stability, growth, grade));
      difficult += share * model.difficultyAfter(difficulty, grade);
    }
    const lapsed = model.after({ stability, difficulty }, "again", predicted);
    return {
      recall,
      passed: { stability: Math.exp(logarithm), difficulty: difficult },
      failed: this.#relearns ? model.afterStep(lapsed, "good") : lapsed,
    };
  }

  /** Δ of a review now, `left` days before the date, of a memory last answered `elapsed` days ago. */
  ofReview({ stability, difficulty }: Memory, elapsed: number, left: number): number {
    const model = this.#model;
    const recall = this.recall(elapsed, stability);
    const predicted = this.#factor === 1 ? recall : model.recall(elapsed, stability);
    const growth = model.growth(stability, difficulty, predicted);
    let passed = 0;
    for (const grade of PASSES) {
      const share = this.#shares.pass[grade];
      if (share > 0) passed += share * this.recall(left, model.passed(stability, growth, grade));
    }
    const lapsed = model.lapsed(stability, difficulty, predicted);
    const failed = this.recall(left, this.#relearns ? model.stepped(lapsed, "good") : lapsed);
    return recall * passed + (1 - recall) * failed - this.recall(elapsed + left, stability);
  }

  /** Δ of a new item begun now. */
  ofNew(left: number): number {
    return this.first.reduce((sum, { share, memory }) => sum + share * this.recall(left, memory.stability), 0);
  }
}
