import { type Atom, begunAtoms, condensed, reviewedAtoms } from "./exam-atoms.ts";
import { DEFAULT_GRADE_SHARES, ExamGain } from "./exam-gain.ts";
import { newCandidates, newSeconds } from "./exam-new-items.ts";
import { type ExamPlanInput, FIRST_REVIEW_CEILING, LEAST_GAIN } from "./exam-plan.ts";
import { secondsFor } from "./pace.ts";
import type { ConceptProgress } from "./prerequisites.ts";
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
  /** The days to come with what they are expected to hold: `minutes`, new items begun, and recall on the date so far. */
  days: { day: number; minutes: number; begun: number; recall: number }[];
  /** Items of the exam that the plan does not come to. */
  unbegun: number;
  /** Whether the plan is expected to bring recall to what is wanted. */
  suffices: boolean;
  /** Every concept of the exam; where the time does not suffice, the first ones are those to drop first. */
  concepts: ConceptOutlook[];
};

export type OutlookInput = ExamPlanInput & {
  /** The budget of each day after today; `budgetMinutes` is what is left of today's. */
  minutesPerDay: number;
  /** Recall on the date that is wanted; absent: the context's desired retention. */
  wanted?: number;
};

type Future = {
  itemId: string;
  conceptId: string;
  kind?: string | undefined;
  weight: number;
  /** Empty until begun. */
  atoms: Atom[];
  minutes: number;
  /** How likely it was answered right unaided by then, which opens further concepts. */
  right: number;
};

type Task = { future: Future; atom: Atom | null; density: number; seconds: number; waited: boolean };

/**
 * What the plan is expected to lead to: `examPlan` lived through in expectation from today until the day before the
 * exam. Each item is followed as a few possible memories with their probabilities (`Atom`), each of which is reviewed
 * when it is worth it, in expected seconds; what a day runs over is taken from the next. Concepts open when so many of
 * their items are expected to be right. No randomness is in it.
 */
export function examOutlook(input: OutlookInput): ExamOutlook {
  const { exam, context, concepts } = input;
  const start = studyDay(context.now, context);
  const gain = new ExamGain(context, exam.grades ?? DEFAULT_GRADE_SHARES);
  const futures = futuresOf(input);
  const total = futures.reduce((sum, { weight }) => sum + weight, 0);
  const recallOf = ({ atoms }: Future, day: number) =>
    atoms.reduce((sum, atom) => sum + atom.share * gain.recall(day - atom.day, atom.stability), 0);
  const mean = (of: readonly Future[], day: number) =>
    of.reduce((sum, future) => sum + future.weight * recallOf(future, day), 0) /
    of.reduce((sum, { weight }) => sum + weight, 0);
  const byConcept = new Map<string, Future[]>();
  for (const future of futures) byConcept.set(future.conceptId, [...(byConcept.get(future.conceptId) ?? []), future]);
  const before = new Map(
    [...byConcept].map(([id, some]) => [id, { today: mean(some, start), withoutStudy: mean(some, exam.day) }]),
  );
  const now = { today: total > 0 ? mean(futures, start) : 0, withoutStudy: total > 0 ? mean(futures, exam.day) : 0 };

  const progress = new Map(concepts.map((concept) => [concept.id, { ...concept }]));
  const days: ExamOutlook["days"] = [];
  let over = 0;
  for (let day = start; day < exam.day; day++) {
    const minutes = day === start ? (input.budgetMinutes ?? input.minutesPerDay) : input.minutesPerDay;
    const lived = liveThrough(day, minutes * 60 - over, { input, futures, progress, gain });
    over = Math.max(0, lived.seconds - (minutes * 60 - over));
    days.push({ day, minutes: lived.seconds / 60, begun: lived.begun, recall: mean(futures, exam.day) });
  }

  const withPlan = total > 0 ? mean(futures, exam.day) : 0;
  const unbegunOf = (some: readonly Future[]) => some.filter(({ atoms }) => atoms.length === 0).length;
  const worthOfNew = (some: readonly Future[]) =>
    Math.max(
      0,
      ...some.map(
        (future) => (future.weight * gain.ofNew(Math.max(0, exam.day - start))) / newSeconds(future, gain, input.pace),
      ),
    );
  const outlooks = [...byConcept].map(([conceptId, some]): ConceptOutlook => {
    const weight = some.reduce((sum, future) => sum + future.weight, 0);
    const minutes = some.reduce((sum, future) => sum + future.minutes, 0);
    const expected = { ...(before.get(conceptId) ?? { today: 0, withoutStudy: 0 }), withPlan: mean(some, exam.day) };
    const gained = (weight * (expected.withPlan - expected.withoutStudy)) / total;
    const worth = minutes > 0 ? gained / minutes : (60 * worthOfNew(some)) / total;
    return {
      conceptId,
      share: weight / total,
      items: some.length,
      unbegun: unbegunOf(some),
      minutes,
      worth,
      ...expected,
    };
  });
  return {
    ...now,
    withPlan,
    days,
    unbegun: unbegunOf(futures),
    suffices: withPlan >= (input.wanted ?? context.desiredRetention),
    concepts: outlooks.sort((a, b) => a.worth - b.worth || (a.conceptId < b.conceptId ? -1 : 1)),
  };
}

/** Most minutes a day that are looked at as a way to know enough. */
const MOST_MINUTES = 240;

/**
 * The least whole minutes a day, from today on, with which the plan is expected to bring recall to what is wanted; null
 * when not even four hours do. Takes some eight outlooks.
 */
export function minutesNeeded(input: OutlookInput): number | null {
  const enough = (minutes: number) =>
    examOutlook({ ...input, minutesPerDay: minutes, budgetMinutes: minutes }).suffices;
  if (!enough(MOST_MINUTES)) return null;
  let low = 0;
  let high = MOST_MINUTES;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function futuresOf({ cards, newItems, concepts, exam }: OutlookInput): Future[] {
  const begunOf = new Map<string, number>();
  for (const { conceptId } of cards) begunOf.set(conceptId, (begunOf.get(conceptId) ?? 0) + 1);
  // Which items were right is not known here, only how many of the concept.
  const rightOf = new Map(
    concepts.map(({ id, rightUnaided }) => [id, rightUnaided / Math.max(1, begunOf.get(id) ?? 0)]),
  );
  const begun = cards.map(({ itemId, conceptId, kind, card, firstDay }): Future => {
    const day = card.lastReviewDay ?? 0;
    const atom = { stability: card.stability, difficulty: card.difficulty, share: 1, day, once: firstDay === day };
    const right = Math.min(1, rightOf.get(conceptId) ?? 0);
    return { itemId, conceptId, kind, weight: exam.weights.get(itemId) ?? 0, atoms: [atom], minutes: 0, right };
  });
  const fresh = newItems.map(({ itemId, conceptId, kind }): Future => {
    return { itemId, conceptId, kind, weight: exam.weights.get(itemId) ?? 0, atoms: [], minutes: 0, right: 0 };
  });
  return [...begun, ...fresh];
}

type Lived = {
  input: OutlookInput;
  futures: readonly Future[];
  progress: Map<string, ConceptProgress>;
  gain: ExamGain;
};

/** Spends one day's seconds as the plan would; changes the futures and the progress of concepts. */
function liveThrough(day: number, seconds: number, lived: Lived): { seconds: number; begun: number } {
  const { progress, gain } = lived;
  let spent = 0;
  let begun = 0;
  const touched = new Set<Future>();
  for (const { future, atom, seconds: needed } of tasksOf(day, lived)) {
    if (spent >= seconds) break;
    const took = atom ? atom.share * needed : needed;
    spent += took;
    future.minutes += took / 60;
    touched.add(future);
    if (atom) {
      count(future, atom.share * gain.recall(day - atom.day, atom.stability) * gain.passedUnaided, progress);
      future.atoms = [...future.atoms.filter((other) => other !== atom), ...reviewedAtoms(atom, day, gain)];
    } else {
      begun++;
      count(future, gain.rightUnaided, progress);
      future.atoms = begunAtoms(gain.first, day);
    }
  }
  for (const future of touched) future.atoms = condensed(future.atoms);
  return { seconds: spent, begun };
}

/** Counts an answer towards its concept that is right unaided with this chance, as far as it is likely the first such. */
function count(future: Future, chance: number, progress: Map<string, ConceptProgress>): void {
  const first = (1 - future.right) * chance;
  future.right += first;
  const concept = progress.get(future.conceptId);
  if (concept) progress.set(concept.id, { ...concept, rightUnaided: concept.rightUnaided + first });
}

/** What could be asked on that day, in the plan's order. */
function tasksOf(day: number, { input, futures, progress, gain }: Lived): Task[] {
  const { exam, pace } = input;
  const left = exam.day - day;
  const ceiling = exam.firstReviewCeiling ?? FIRST_REVIEW_CEILING;
  const tasks: Task[] = [];
  for (const future of futures) {
    if (future.weight === 0 || future.atoms.length === 0) continue;
    const base = secondsFor(future, false, pace);
    for (const atom of future.atoms) {
      const elapsed = day - atom.day;
      if (elapsed < 1) continue;
      const waited = atom.once && elapsed >= ceiling;
      const added = gain.ofReview(atom, elapsed, left);
      if (added < LEAST_GAIN && !waited) continue;
      const seconds = base * (2 - gain.recall(elapsed, atom.stability));
      tasks.push({ future, atom, density: (future.weight * added) / seconds, seconds, waited });
    }
  }
  const unbegun = new Map(futures.filter(({ atoms }) => atoms.length === 0).map((future) => [future.itemId, future]));
  const newItems = input.newItems.filter(({ itemId }) => unbegun.has(itemId));
  const begun = futures.filter(({ atoms }) => atoms.length > 0);
  const given = { newItems, concepts: [...progress.values()], cards: begun, exam, pace };
  for (const { entry, density } of newItems.length > 0 ? newCandidates(given, gain, left) : []) {
    const future = unbegun.get(entry.itemId);
    if (future) tasks.push({ future, atom: null, density, seconds: newSeconds(entry, gain, pace), waited: false });
  }
  return tasks.sort((a, b) => Number(b.waited) - Number(a.waited) || b.density - a.density);
}
