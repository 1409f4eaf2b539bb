import { type Candidate, candidatesOf } from "./exam-candidates.ts";
import type { GradeShares } from "./exam-gain.ts";
import { interleave } from "./interleave.ts";
import { byId } from "./item-order.ts";
import { type Pace, secondsFor } from "./pace.ts";
import { AHEAD_MINUTES, type QueueCard, type QueueInput, scoped } from "./pools.ts";
import { isNew, plan, type Planned } from "./queue.ts";
import { isDue, MINUTE, studyDay } from "./study-day.ts";

/** A card with the study day of its first answer, which tells whether it was reviewed since; null: not known. */
export type ExamCard = QueueCard & { firstDay?: number | null };

/** An exam as the plan sees it. */
export type Exam = {
  /** Study day of the exam. Its own day still counts as a day to study, before the exam. */
  day: number;
  /** Weight of each item in the exam, by item id; an item that is not named is not asked there. */
  weights: ReadonlyMap<string, number>;
  /** How often this learner gives which grade; absent: the default. */
  grades?: GradeShares;
  /** Most study days from an item's first answer to its first review; absent: `FIRST_REVIEW_CEILING`. */
  firstReviewCeiling?: number;
};

/** As for the ordinary plan; `newPerDay` and `returning` do not matter, since the gain decides. */
export type ExamPlanInput = Omit<QueueInput, "cards"> & { cards: readonly ExamCard[]; exam: Exam };

/** An item of the day, with what it is expected to add to recall on the date (0 to 1; unweighted). */
export type ExamPlanned = Planned & { gain: number };

export type ExamPlan = { items: ExamPlanned[]; minutes: number; left: { due: number; new: number } };

/**
 * What to ask today so as to know most on the date of an exam: each question is worth weight·Δ per expected second (see
 * `ExamGain`), and the day's minutes go to what is worth most. Before that come steps whose minute has come, and items
 * whose first review has waited for `firstReviewCeiling` days: of these little is known but that they were read once.
 * Then come due errors made with confidence, and a session's few items targeted at a misconception, as far as the exam
 * asks them: what is believed wrongly is not forgetting, which is all that gains count.
 *
 * New items wait for their prerequisites as ever; those that hold back something heavy count for it (`openings`).
 * Nothing is asked twice a day but steps. Minutes that bring nothing more for the exam go to what is due outside it.
 * Meant to be made again after every answer; it starts from whatever is, so missed days need no care. After the date it
 * is the ordinary plan.
 */
export function examPlan(given: ExamPlanInput): ExamPlan {
  const input = { ...given, ...scoped(given), cards: scopedCards(given) };
  const { exam, context, history, pace } = input;
  const today = studyDay(context.now, context);
  if (today > exam.day) {
    const { items, ...rest } = plan(given);
    return { items: items.map((item) => ({ ...item, gain: 0 })), ...rest };
  }
  const { steps, ahead } = stepsOf(input.cards, context);
  const candidates = candidatesOf(input, today);

  const budget = new Budget(input);
  const settled = budget.fill(steps.map((entry) => stepOf(entry, "step", pace)));
  // Asked last, but with its seconds kept: a lapse comes back in the same session.
  const early = budget.fill(ahead.map((entry) => stepOf(entry, "ahead", pace)));
  const asked = [...settled, ...budget.fill(candidates)];
  const last = history.at(-1) ?? null;
  const conceptOf = ({ conceptId }: ExamPlanned) => conceptId;
  const body = interleave(asked, conceptOf, last?.conceptId ?? null);
  const items = [...body, ...interleave(early, conceptOf, body.at(-1)?.conceptId ?? last?.conceptId ?? null)];
  const [first, second] = items;
  if (first && second && first.itemId === last?.itemId) items.splice(0, 2, second, first);
  const possible = steps.length + ahead.length + candidates.length;
  const fresh = candidates.filter(isNew).length;
  const begun = items.filter(isNew).length;
  return {
    items,
    minutes: items.reduce((sum, { seconds }) => sum + seconds, 0) / 60,
    left: { due: possible - fresh - (items.length - begun), new: fresh - begun },
  };
}

function scopedCards({ cards, onlyConcepts }: ExamPlanInput): readonly ExamCard[] {
  return onlyConcepts ? cards.filter(({ conceptId }) => onlyConcepts.has(conceptId)) : cards;
}

function stepsOf(
  cards: readonly QueueCard[],
  context: QueueInput["context"],
): { steps: QueueCard[]; ahead: QueueCard[] } {
  const byDue = (a: QueueCard, b: QueueCard) => a.card.due.getTime() - b.card.due.getTime() || byId(a, b);
  const horizon = context.now.getTime() + AHEAD_MINUTES * MINUTE;
  const inSteps = cards.filter(({ card }) => card.state === "learning" || card.state === "relearning");
  return {
    steps: inSteps.filter(({ card }) => isDue(card, context)).sort(byDue),
    ahead: inSteps.filter(({ card }) => !isDue(card, context) && card.due.getTime() <= horizon).sort(byDue),
  };
}

function stepOf(entry: QueueCard, kind: "step" | "ahead", pace: Pace): Candidate {
  const seconds = secondsFor(entry, false, pace);
  return { entry, gain: 0, density: 0, seconds, reason: { kind, due: entry.card.due } };
}

/** The day's seconds. A question is begun only if it is expected to end within them, but for the first of the day. */
class Budget {
  #left: number;
  #begun: boolean;

  constructor({ budgetMinutes, history, minutesSpent = 0 }: QueueInput) {
    this.#left = budgetMinutes === null ? Number.POSITIVE_INFINITY : budgetMinutes * 60;
    this.#begun = history.length > 0 || minutesSpent > 0;
  }

  fill(candidates: readonly Candidate[]): ExamPlanned[] {
    const taken: ExamPlanned[] = [];
    for (const { entry, gain, seconds, reason } of candidates) {
      if (this.#left <= 0) break;
      if (this.#begun && seconds > this.#left) continue;
      taken.push({ itemId: entry.itemId, conceptId: entry.conceptId, reason, seconds, gain });
      this.#left -= seconds;
      this.#begun = true;
    }
    return taken;
  }
}
