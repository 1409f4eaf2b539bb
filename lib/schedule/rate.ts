import { type Card, Rating, State } from "ts-fsrs";
import { type CardState, type Grade, newCard, type ScheduleContext } from "./card.ts";
import { clampDays, modelFor } from "./model.ts";
import { DAY, MINUTE, studyDay, studyDayStart } from "./study-day.ts";

/** How long until a card returns: minutes in a step, study days otherwise. */
export type Interval = { unit: "minutes" | "days"; count: number };

export type Outcome = { due: Date; interval: Interval };

/** Most days until a card returns after a wrong answer given with confidence, however stable it was. */
export const CONFIDENT_ERROR_DAYS = 3;

const RATING = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good, easy: Rating.Easy } as const;
const STATE = {
  new: State.New,
  learning: State.Learning,
  review: State.Review,
  relearning: State.Relearning,
} as const;
const STATE_NAMES = ["new", "learning", "review", "relearning"] as const;

/**
 * The card after an answer graded `grade` at `context.now`; `null` is a card never asked.
 *
 * ts-fsrs counts days between UTC midnights, so it is handed study days in place of instants: elapsed time is the
 * number of study days between the two reviews, each by the offset of its own moment. A card due in days falls due when
 * its study day begins. A review dated before the last one counts as made at the last.
 * @param answer.confident the learner was sure; matters when the answer was wrong
 */
export function rate(
  card: CardState | null,
  grade: Grade,
  context: ScheduleContext,
  answer: { confident?: boolean } = {},
): CardState {
  const before = card ?? newCard(context.now);
  const at = before.lastReview !== null && before.lastReview > context.now ? before.lastReview : context.now;
  const today = studyDay(at, context);
  const day = before.lastReviewDay === null ? today : Math.max(today, before.lastReviewDay);
  const midnight = new Date(day * DAY);
  const { card: after } = modelFor(context).next(toFsrs(before, midnight), midnight, RATING[grade]);

  const confidentError = nextConfidentError(before, grade, answer.confident ?? false);
  const inDays = after.state === State.Review;
  const longest = confidentError ? Math.min(CONFIDENT_ERROR_DAYS, context.maximumInterval) : context.maximumInterval;
  const scheduledDays = inDays ? clampDays(after.scheduled_days, longest) : 0;
  const stepLength = after.due.getTime() - midnight.getTime();
  return {
    state: STATE_NAMES[after.state],
    due: inDays ? studyDayStart(day + scheduledDays, context) : new Date(at.getTime() + stepLength),
    stability: after.stability,
    difficulty: after.difficulty,
    scheduledDays,
    learningSteps: after.learning_steps,
    reps: after.reps,
    lapses: after.lapses,
    lastReview: at,
    lastReviewDay: day,
    confidentError,
  };
}

/** What each of the four grades would give now. */
export function outcomes(card: CardState | null, context: ScheduleContext): Record<Grade, Outcome> {
  const outcome = (grade: Grade): Outcome => {
    const after = rate(card, grade, context);
    return { due: after.due, interval: intervalOf(after) };
  };
  return { again: outcome("again"), hard: outcome("hard"), good: outcome("good"), easy: outcome("easy") };
}

/** The interval a reviewed card was given. */
export function intervalOf(card: CardState): Interval {
  if (card.scheduledDays > 0) return { unit: "days", count: card.scheduledDays };
  const from = card.lastReview ?? card.due;
  return { unit: "minutes", count: Math.round((card.due.getTime() - from.getTime()) / MINUTE) };
}

function nextConfidentError(before: CardState, grade: Grade, confident: boolean): boolean {
  if (grade === "again") return confident || before.confidentError;
  return before.confidentError && before.state !== "review";
}

function toFsrs(card: CardState, midnight: Date): Card {
  return {
    due: midnight,
    stability: card.stability,
    difficulty: card.difficulty,
    elapsed_days: 0,
    scheduled_days: card.scheduledDays,
    learning_steps: card.learningSteps,
    reps: card.reps,
    lapses: card.lapses,
    state: STATE[card.state],
    ...(card.lastReviewDay !== null && { last_review: new Date(card.lastReviewDay * DAY) }),
  };
}
