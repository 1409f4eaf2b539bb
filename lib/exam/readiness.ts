import { Rng } from "#engine/index.ts";
import type { Abilities } from "./ability.ts";
import { logistic, logitChange, logitOf } from "./logit.ts";

/** An item's predicted recall now and on the date; null where it is not asked by then. */
export interface ItemMemory {
  now: number | null;
  onDate: number | null;
}

/** A concept as the exam asks it. */
export interface AskedConcept {
  id: string;
  /** Its share of the exam's questions, relative to the others. */
  share: number;
  /** Mean chance to guess its questions rightly. */
  guess: number;
  items: readonly ItemMemory[];
}

/** A range that holds 80 %: from the 10th to the 90th percentile. */
export interface Band {
  low: number;
  high: number;
}

export interface Readiness {
  /** Share of the blueprint answered right on the date, over all its possible questions. */
  expected: number;
  /** Where that share lies, as far as the answers tell. */
  band: Band;
  /** Where the result of one exam of so many questions would lie: wider, since which questions come is chance. */
  nextExam: Band & { questions: number };
  /** Exam answers that stand behind it, and how many of the concepts asked have any. */
  answers: number;
  concepts: { answered: number; all: number };
}

/**
 * What share of an exam would be answered right on a date. For each draw of the abilities, each item of a concept is
 * right with probability g + (1 − g)·σ(θ + change), where the change is the difference of the logits of its predicted
 * recall on the date and now. An item first asked since, or still to be, has no recall now: it counts with σ(θ) or with
 * its recall on the date, whichever is more, and one that is not asked by then with σ(θ).
 * @throws RangeError when no concept has a share
 */
export function readiness(
  abilities: Abilities,
  asked: readonly AskedConcept[],
  { questions, seed }: { questions: number; seed: number },
): Readiness {
  const place = new Map(abilities.concepts.map(({ id }, index) => [id, index]));
  const concepts = asked.filter(({ share }) => share > 0);
  const total = concepts.reduce((sum, { share }) => sum + share, 0);
  if (!(total > 0)) throw new RangeError("An exam without concepts has no readiness");
  const memories = concepts.map(({ items }) => items.map(memoryOf));
  const rng = new Rng(seed);
  const shares: number[] = [];
  const results: number[] = [];
  for (const draw of abilities.draws) {
    const rights = concepts.map(({ id, guess }, i) => {
      const index = place.get(id);
      if (index === undefined) throw new RangeError(`No ability was drawn for ${id}`);
      return guess + (1 - guess) * knownOf(draw[index], memories[i]);
    });
    shares.push(rights.reduce((sum, right, i) => sum + (concepts[i].share * right) / total, 0));
    results.push(sitExam(rights, concepts, total, questions, rng) / questions);
  }
  const sorted = shares.toSorted((a, b) => a - b);
  const exams = results.toSorted((a, b) => a - b);
  return {
    expected: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    band: bandOf(sorted),
    nextExam: { ...bandOf(exams), questions },
    answers: abilities.answers,
    concepts: {
      answered: concepts.filter(({ id }) => (abilities.answersOf.get(id) ?? 0) > 0).length,
      all: concepts.length,
    },
  };
}

function bandOf(sorted: readonly number[]): Band {
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { low: at(0.1), high: at(0.9) };
}

type Carried = { change: number; least: number };

function memoryOf({ now, onDate }: ItemMemory): Carried {
  const least = now === null && onDate !== null ? logitOf(onDate) : Number.NEGATIVE_INFINITY;
  return { change: logitChange(now, onDate), least };
}

function knownOf(ability: number, memories: readonly Carried[]): number {
  if (memories.length === 0) return logistic(ability);
  let sum = 0;
  for (const { change, least } of memories) sum += logistic(Math.max(ability + change, least));
  return sum / memories.length;
}

/**
 * How many questions are right in one exam: they are spread over the concepts by their shares as evenly as they can be
 * (systematic sampling), in the given order, which is that of areas.
 */
function sitExam(
  rights: readonly number[],
  concepts: readonly AskedConcept[],
  total: number,
  questions: number,
  rng: Rng,
): number {
  let right = 0;
  let passed = 0;
  let next = rng.uniform();
  for (const [i, { share }] of concepts.entries()) {
    passed += (questions * share) / total;
    for (; next < passed; next++) if (rng.uniform() < rights[i]) right++;
  }
  return right;
}
