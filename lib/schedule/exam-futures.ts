import { type Atom, begunAtoms, condensed, reviewedAtoms } from "./exam-atoms.ts";
import type { ExamGain } from "./exam-gain.ts";
import { newCandidates, newSeconds } from "./exam-new-items.ts";
import { FIRST_REVIEW_CEILING, LEAST_GAIN } from "./exam-limits.ts";
import type { ExamPlanInput } from "./exam-plan.ts";
import { secondsFor } from "./pace.ts";
import type { ConceptProgress } from "./prerequisites.ts";

/** An item on the way to the exam. */
export type Future = {
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

/** Every item of a bank as it is now. */
export function futuresOf({ cards, newItems, concepts, exam }: ExamPlanInput): Future[] {
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
  input: ExamPlanInput;
  futures: readonly Future[];
  progress: Map<string, ConceptProgress>;
  gain: ExamGain;
};

/** Spends one day's seconds as the plan would; changes the futures and the progress of concepts. */
export function liveThrough(day: number, seconds: number, lived: Lived): { seconds: number; begun: number } {
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
