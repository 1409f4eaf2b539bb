import { Rng } from "#engine/index.ts";
import { KnowledgeStates, type PlacementConcept } from "./knowledge-states.ts";

/** An answered question of the placement. */
export interface PlacementAnswer {
  conceptId: string;
  right: boolean;
  /** Chance to guess it. */
  guess: number;
}

/** Questions asked at most, and at least before it may stop early. */
export const PLACEMENT_QUESTIONS = { most: 15, least: 8 } as const;

/** Below so many bits a further question says too little. */
const LEAST_BITS = 0.1;

/** How likely a concept must be known for it to count as passed. */
export const PASSED = 0.85;

export interface PlacedConcept {
  conceptId: string;
  passed: boolean;
  /** How likely it is known, 0 to 1. */
  probability: number;
  /** Questions about it, and about concepts that build on it, on which this rests; the rest is inferred from others. */
  answered: number;
}

export type PlacementStep =
  /** The concept to ask about next; `bits` is what an answer is expected to tell of what is known. */
  { kind: "ask"; conceptId: string; bits: number } | { kind: "done"; concepts: PlacedConcept[] };

/**
 * The next step of a placement: the concept about which an answer tells most, or the result. A concept is told most of by
 * a question when it is as likely known as not; a right answer then makes what it builds on likelier known, a wrong one
 * makes what builds on it less likely known, and both move what is thought of all others (see `KnowledgeStates`).
 *
 * Stops after fifteen questions, or after eight when no further one tells a tenth of a bit. Each concept is asked about
 * twice at most. The same seed and answers give the same step; the last over 100 concepts takes a tenth of a
 * second.
 * @param concepts in prerequisite order; `askable` ones have an item to ask
 */
export function placementStep(
  concepts: readonly PlacementConcept[],
  answers: readonly PlacementAnswer[],
  { seed, guess = 0 }: { seed: number; guess?: number },
): PlacementStep {
  const states = new KnowledgeStates(concepts, new Rng(seed));
  for (const answer of answers) states.learn(answer);
  return stepFrom(states, concepts, answers, guess);
}

/** The same from states that have learnt of these answers. */
export function stepFrom(
  states: KnowledgeStates,
  concepts: readonly PlacementConcept[],
  answers: readonly PlacementAnswer[],
  guess: number,
): PlacementStep {
  const known = states.probabilities();
  const times = new Map<string, number>();
  for (const { conceptId } of answers) times.set(conceptId, (times.get(conceptId) ?? 0) + 1);
  const askable = concepts
    .map(({ id, askable: can }, index) => ({ id, can, bits: states.information(known[index], guess) }))
    .filter(({ id, can }) => can && (times.get(id) ?? 0) < 2)
    .sort((a, b) => b.bits - a.bits);
  const [best] = askable;
  const enough = answers.length >= PLACEMENT_QUESTIONS.least && (best?.bits ?? 0) < LEAST_BITS;
  if (best && answers.length < PLACEMENT_QUESTIONS.most && !enough)
    return { kind: "ask", conceptId: best.id, bits: best.bits };
  const behind = restingOn(concepts, times);
  return {
    kind: "done",
    concepts: concepts.map(({ id }, index) => ({
      conceptId: id,
      passed: known[index] >= PASSED,
      probability: known[index],
      answered: behind.get(id) ?? 0,
    })),
  };
}

/** By concept, how many questions were about it or about what builds on it, directly or through others. */
function restingOn(concepts: readonly PlacementConcept[], times: ReadonlyMap<string, number>): Map<string, number> {
  const above = new Map<string, Set<string>>(concepts.map(({ id }) => [id, new Set([id])]));
  for (const { id, needs } of concepts.toReversed())
    for (const need of needs) for (const one of above.get(id) ?? []) above.get(need)?.add(one);
  return new Map([...above].map(([id, ids]) => [id, [...ids].reduce((sum, one) => sum + (times.get(one) ?? 0), 0)]));
}
