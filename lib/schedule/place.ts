import { Rating } from "ts-fsrs";
import { type CardState, type ScheduleContext, STABILITY_BOUNDS } from "./card.ts";
import { clampDays, modelFor } from "./model.ts";
import { studyDay, studyDayStart } from "./study-day.ts";

/**
 * A card placed in review without having been rated, as placement or an import does.
 * @throws RangeError when stability or difficulty is outside the model's bounds
 */
export function placedCard(memory: { stability: number; difficulty: number }, context: ScheduleContext): CardState {
  const { stability, difficulty } = memory;
  if (!(stability >= STABILITY_BOUNDS.least && stability <= STABILITY_BOUNDS.most))
    throw new RangeError(`Stability must lie between 0.001 and 36500 days, got ${stability}`);
  if (!(difficulty >= 1 && difficulty <= 10))
    throw new RangeError(`Difficulty must lie between 1 and 10, got ${difficulty}`);
  const day = studyDay(context.now, context);
  const scheduledDays = clampDays(modelFor(context).next_interval(stability, 0), context.maximumInterval);
  return {
    state: "review",
    due: studyDayStart(day + scheduledDays, context),
    stability,
    difficulty,
    scheduledDays,
    learningSteps: 0,
    reps: 0,
    lapses: 0,
    lastReview: context.now,
    lastReviewDay: day,
    confidentError: false,
  };
}

/**
 * The card after the learner said "I know this". The claim is believed as far as a first Easy answer would be, and
 * checked when that interval ends; a card already in review keeps its schedule, which rests on answers.
 */
export function knownCard(card: CardState | null, context: ScheduleContext): CardState {
  if (card?.state === "review") return card;
  const easy = modelFor(context).next_state(null, 0, Rating.Easy);
  const now = card?.lastReview != null && card.lastReview > context.now ? card.lastReview : context.now;
  const placed = placedCard(
    {
      stability: Math.max(easy.stability, card?.stability ?? 0),
      difficulty: card === null || card.state === "new" ? easy.difficulty : card.difficulty,
    },
    { ...context, now },
  );
  return { ...placed, reps: card?.reps ?? 0, lapses: card?.lapses ?? 0 };
}

/** How many times shorter and longer than their mean the intervals of one concept's items are. */
const SPREAD = 2;

/**
 * The card of an item whose concept a placement passed. What an answer was about, or what it builds on, is believed as
 * far as a first Easy answer would be; what was inferred from other answers alone as far as between Good and Easy. The
 * items of a concept come back from half to twice that time, in their order, so that they don't fall on one day and the
 * first of them, on which the others rest, are checked first.
 * @param inferred whether no answer was about the concept or what builds on it
 * @param place from 0, among `of` items of the concept
 */
export function passedCard(
  { inferred, place, of }: { inferred: boolean; place: number; of: number },
  context: ScheduleContext,
): CardState {
  const model = modelFor(context);
  const easy = model.next_state(null, 0, Rating.Easy);
  const good = model.next_state(null, 0, Rating.Good);
  const mean = inferred ? Math.sqrt(good.stability * easy.stability) : easy.stability;
  const stability = mean * SPREAD ** ((2 * (place + 0.5)) / of - 1);
  return placedCard({ stability, difficulty: good.difficulty }, context);
}
