import { type Future, futuresOf, liveThrough } from "./exam-futures.ts";
import { DEFAULT_GRADE_SHARES, ExamGain } from "./exam-gain.ts";
import { newSeconds } from "./exam-new-items.ts";
import type { ExamPlanInput } from "./exam-plan.ts";
import { studyDay } from "./study-day.ts";

/** Expected recall, 0 to 1, of what the exam asks: a mean over its items by their weights. */
export type Expected = {
  /** Today. */
  today: number;
  /** On the date, if nothing is studied until then. */
  withoutStudy: number;
  /** On the date, with the plan kept every day. */
  withPlan: number;
};

/** Expected recall of one item; null while it is not begun. */
export type ItemOutlook = { [K in keyof Expected]: number | null };

export type ConceptOutlook = Expected & {
  conceptId: string;
  /** Its share of the exam's weight. */
  share: number;
  items: number;
  /** Items that are not begun by the date. */
  unbegun: number;
  /** Minutes that the plan spends on it until the date. */
  minutes: number;
  /** Weighted recall on the date that a minute spent on it brings. */
  worth: number;
};

export type ExamOutlook = Expected & {
  /**
   * The days to come with what they are expected to hold: `minutes`, new items begun, recall on the date so far, and
   * recall on the next morning, with the plan and without any study from today on.
   */
  days: { day: number; minutes: number; begun: number; recall: number; next: number; nextWithoutStudy: number }[];
  /** Items of the exam that the plan does not come to. */
  unbegun: number;
  /** Whether the plan is expected to bring recall to what is wanted. */
  suffices: boolean;
  /** What is expected of each item of the exam; null where it is not begun by then. */
  items: ReadonlyMap<string, ItemOutlook>;
  /** Every concept of the exam; where the time does not suffice, the first ones are those to drop first. */
  concepts: ConceptOutlook[];
};

export type OutlookInput = ExamPlanInput & {
  /** The budget of each day after today; `budgetMinutes` is what is left of today's. */
  minutesPerDay: number;
  /** Recall on the date that is wanted; absent: the context's desired retention. */
  wanted?: number;
};

/**
 * What the plan is expected to lead to: `examPlan` lived through in expectation from today until the day before the
 * exam. Each item is followed as a few possible memories with their probabilities (`Atom`), each of which is reviewed
 * when it is worth it, in expected seconds; what a day runs over is taken from the next. Concepts open when so many of
 * their items are expected to be right. No randomness is in it.
 */
export function examOutlook(input: OutlookInput): ExamOutlook {
  const { exam, context, concepts, pace } = input;
  const start = studyDay(context.now, context);
  const date = Math.max(start, exam.day);
  const gain = new ExamGain(context, exam.grades ?? DEFAULT_GRADE_SHARES);
  const futures = futuresOf(input);
  const asked = futures.filter(({ weight }) => weight > 0);
  const groups = [...grouped(asked)].map(([conceptId, of]) => {
    return { conceptId, of, today: recallOf(of, start, gain), withoutStudy: recallOf(of, date, gain) };
  });
  const asTheyAre = asked.map((future) => ({ ...future }));
  const known = (future: Future, day: number) => (future.atoms.length > 0 ? recallOf([future], day, gain) : null);
  const before = asked.map((future) => ({ today: known(future, start), withoutStudy: known(future, date) }));
  const now = { today: recallOf(asked, start, gain), withoutStudy: recallOf(asked, date, gain) };

  const progress = new Map(concepts.map((concept) => [concept.id, concept]));
  const days: ExamOutlook["days"] = [];
  let over = 0;
  for (let day = start; day < date; day++) {
    const minutes = day === start ? (input.budgetMinutes ?? input.minutesPerDay) : input.minutesPerDay;
    const seconds = minutes * 60 - over;
    const lived = liveThrough(day, seconds, { input, futures, progress, gain });
    over = Math.max(0, lived.seconds - seconds);
    days.push({
      day,
      minutes: lived.seconds / 60,
      begun: lived.begun,
      recall: recallOf(asked, date, gain),
      next: recallOf(asked, day + 1, gain),
      nextWithoutStudy: recallOf(asTheyAre, day + 1, gain),
    });
  }

  const withPlan = recallOf(asked, date, gain);
  const total = weightOf(asked);
  const outlooks = groups.map(({ conceptId, of, today, withoutStudy }): ConceptOutlook => {
    const share = weightOf(of) / total;
    const minutes = of.reduce((sum, future) => sum + future.minutes, 0);
    const after = recallOf(of, date, gain);
    const begin = ((share / of.length) * gain.ofNew(date - start)) / (newSeconds(of[0], gain, pace) / 60);
    return {
      conceptId,
      share,
      items: of.length,
      unbegun: unbegunAmong(of),
      minutes,
      worth: minutes > 0 ? (share * (after - withoutStudy)) / minutes : begin,
      today,
      withoutStudy,
      withPlan: after,
    };
  });
  return {
    ...now,
    withPlan,
    days,
    unbegun: unbegunAmong(asked),
    items: new Map(asked.map((future, i) => [future.itemId, { ...before[i], withPlan: known(future, date) }])),
    suffices: withPlan >= (input.wanted ?? context.desiredRetention),
    concepts: outlooks.sort((a, b) => a.worth - b.worth || (a.conceptId < b.conceptId ? -1 : 1)),
  };
}

/** Expected recall today and on the date of what is not studied any more: the first half of an outlook alone. */
export function recallWithoutStudy(input: ExamPlanInput): { today: number; onDate: number } {
  const { exam, context } = input;
  const start = studyDay(context.now, context);
  const gain = new ExamGain(context, exam.grades ?? DEFAULT_GRADE_SHARES);
  const asked = futuresOf(input).filter(({ weight }) => weight > 0);
  return { today: recallOf(asked, start, gain), onDate: recallOf(asked, Math.max(start, exam.day), gain) };
}

function grouped(futures: readonly Future[]): Map<string, Future[]> {
  const groups = new Map<string, Future[]>();
  for (const future of futures) {
    const group = groups.get(future.conceptId);
    if (group) group.push(future);
    else groups.set(future.conceptId, [future]);
  }
  return groups;
}

/** Mean recall by weight; 0 of nothing. */
function recallOf(futures: readonly Future[], day: number, gain: ExamGain): number {
  if (futures.length === 0) return 0;
  let sum = 0;
  for (const { weight, atoms } of futures)
    for (const atom of atoms) sum += weight * atom.share * gain.recall(day - atom.day, atom.stability);
  return sum / weightOf(futures);
}

function weightOf(futures: readonly Future[]): number {
  return futures.reduce((sum, { weight }) => sum + weight, 0);
}

function unbegunAmong(futures: readonly Future[]): number {
  return futures.filter(({ atoms }) => atoms.length === 0).length;
}

/** Most minutes a day that are looked at as a way to know enough. */
const MOST_MINUTES = 240;

/**
 * The least whole minutes a day, from today on, with which the plan is expected to bring recall to what is wanted; null
 * when not even four hours do. Takes some eight outlooks.
 */
export function minutesNeeded(input: OutlookInput): number | null {
  const search = searchMinutes(input);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** The same, one outlook at each step, for who has other things to do in between. */
export function* searchMinutes(input: OutlookInput): Generator<void, number | null> {
  const enough = (minutes: number) =>
    examOutlook({ ...input, minutesPerDay: minutes, budgetMinutes: minutes }).suffices;
  if (!enough(MOST_MINUTES)) return null;
  let low = 0;
  let high = MOST_MINUTES;
  while (high - low > 1) {
    yield;
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
