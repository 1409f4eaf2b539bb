import { Dice } from "#lib/item/dice.ts";
import {
  type CardState,
  DEFAULT_PARAMETERS,
  type Grade,
  type ScheduleContext,
  scheduleContext,
} from "#lib/schedule/card.ts";
import { type GradeCounts, type GradeShares, gradeShares } from "#lib/schedule/exam-gain.ts";
import { MemoryModel } from "#lib/schedule/memory-model.ts";
import { fitStabilityFactor, type RecallOutcome } from "#lib/schedule/stability-factor.ts";
import { Memory, normal, perturbedWeights, type Trace } from "#test/sim/memory.ts";

export const ITEMS = 400;
/** Seconds of a first answer, and of a review by its grade. */
export const SECONDS = { new: 60, again: 50, hard: 35, good: 22, easy: 14 } as const;
const FIRST = { again: 0.3, hard: 0.15, good: 0.4, easy: 0.15 };
const PASS = { hard: 0.15, good: 0.7, easy: 0.15 };
/** Days from one fit of the learner's stability factor to the next. */
const FITTED_EVERY = 3;

/** How far a learner's memory is from what the scheduler takes for granted. */
export type Memories = {
  /** Standard deviation of the logarithm of each of the 21 weights, and of the items' ease. */
  spread: number;
  /** Deviation of the logarithm of one factor on all stabilities, beyond that. */
  overall: number;
};

/** What the scheduler knows of an item: its card, and the day of its first answer. */
export type Known = {
  itemId: string;
  conceptId: string;
  order: number;
  weight: number;
  card: CardState | null;
  firstDay: number;
};

/** What a policy may look at in the evening. */
export type Evening = {
  day: number;
  examDay: number;
  /** Seconds left today. */
  left: number;
  items: readonly Known[];
  context: ScheduleContext;
  grades: GradeShares;
  dice: Dice;
};

/** The items to ask, in order; those asked today already are passed over. */
export type Policy = { name: string; order: (evening: Evening) => Iterable<Known> };

export type World = {
  seed: number;
  days: number;
  minutesPerDay: number;
  weights: "equal" | "unequal";
  memories: Memories;
};

export type Outcome = {
  /** Weighted mean recall on the day of the exam, as it really is and as the scheduler believes. */
  recall: number;
  believed: number;
  begun: number;
  reviews: number;
  /** What the scheduler knows on the day of the exam. */
  items: readonly Known[];
};

const START = Date.UTC(2026, 0, 5, 18);
const DAY = 86_400_000;
const FIRST_DAY = Math.floor(START / DAY);

/** A learner who studies each evening until the minutes are spent, and is examined the day after the last. */
export function study(policy: Policy, { seed, days, minutesPerDay, weights, memories }: World): Outcome {
  const dice = new Dice(seed);
  const truth = new Memory(perturbedWeights(dice, memories.spread));
  const overall = Math.exp(memories.overall * normal(dice));
  const ease = Array.from({ length: ITEMS }, () => overall * Math.exp(memories.spread * normal(dice)));
  const items = Array.from({ length: ITEMS }, (_, order): Known => {
    const weight = weights === "equal" ? 1 : dice.choose([1, 2, 4, 8]);
    const conceptId = `c${Math.floor(order / 20)}`;
    return { itemId: `${conceptId}/${order}`, conceptId, order, weight, card: null, firstDay: 0 };
  });
  const model = new MemoryModel(DEFAULT_PARAMETERS);
  const traces = new Map<string, Trace>();
  const outcomes: RecallOutcome[] = [];
  const counts: Required<GradeCounts> = { first: {}, pass: {} };
  let factor = 1;
  let reviews = 0;

  for (let day = 0; day < days; day++) {
    const today = FIRST_DAY + day;
    if (day % FITTED_EVERY === 0) factor = fitStabilityFactor(outcomes, DEFAULT_PARAMETERS);
    const asked = new Set<string>();
    let left = minutesPerDay * 60;
    const evening = (): Evening => ({
      day: today,
      examDay: FIRST_DAY + days,
      left,
      items,
      context: scheduleContext({ now: new Date(START + day * DAY), utcOffsetMinutes: 0, stabilityFactor: factor }),
      grades: gradeShares(counts),
      dice,
    });
    for (let before = -1; before !== asked.size; ) {
      before = asked.size;
      for (const item of policy.order(evening())) {
        if (left < (item.card ? SECONDS.good : SECONDS.new)) continue;
        if (asked.has(item.itemId)) continue;
        asked.add(item.itemId);
        const trace = traces.get(item.itemId);
        const grade = answer(trace ? truth.recall(trace, today) : null, dice);
        const learnt = trace ? truth.after(trace, grade, today) : truth.first(grade, today, ease[item.order]);
        traces.set(item.itemId, grade === "again" ? truth.after(learnt, "good", today) : learnt);
        left -= trace ? SECONDS[grade] : SECONDS.new;
        if (item.card) {
          reviews++;
          const elapsedDays = today - (item.card.lastReviewDay ?? today);
          outcomes.push({ stability: item.card.stability, elapsedDays, recalled: grade !== "again" });
          if (grade !== "again") counts.pass[grade] = (counts.pass[grade] ?? 0) + 1;
        } else {
          item.firstDay = today;
          counts.first[grade] = (counts.first[grade] ?? 0) + 1;
        }
        item.card = cardAfter(item.card, grade, today, model);
      }
    }
  }
  const examDay = FIRST_DAY + days;
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (recall: (item: Known) => number) =>
    items.reduce((sum, item) => sum + item.weight * recall(item), 0) / total;
  return {
    recall: mean(({ itemId }) => {
      const trace = traces.get(itemId);
      return trace ? truth.recall(trace, examDay) : 0;
    }),
    believed: mean(({ card }) =>
      card ? model.recall(examDay - (card.lastReviewDay ?? 0), factor * card.stability) : 0,
    ),
    begun: traces.size,
    reviews,
    items,
  };
}

function answer(recall: number | null, dice: Dice): Grade {
  const luck = dice.integer(0, 999_999) / 1e6;
  if (recall !== null && luck >= recall) return "again";
  const shares: Partial<Record<Grade, number>> = recall === null ? FIRST : PASS;
  let rest = recall === null ? luck : luck / recall;
  for (const [grade, share] of Object.entries(shares) as [Grade, number][]) {
    rest -= share;
    if (rest < 0) return grade;
  }
  return "good";
}

/** The card as `rate` has it, the step after a wrong answer included; rating by ts-fsrs would take most of the time. */
export function cardAfter(card: CardState | null, grade: Grade, day: number, model: MemoryModel): CardState {
  const since = card === null || card.lastReviewDay === null ? 0 : day - card.lastReviewDay;
  const memory = card === null ? model.first(grade) : model.after(card, grade, model.recall(since, card.stability));
  const { stability, difficulty } = grade === "again" ? model.afterStep(memory, "good") : memory;
  return {
    state: "review",
    due: new Date(0),
    stability,
    difficulty,
    scheduledDays: 1,
    learningSteps: 0,
    reps: (card?.reps ?? 0) + 1,
    lapses: 0,
    lastReview: new Date(day * DAY),
    lastReviewDay: day,
    confidentError: false,
  };
}
