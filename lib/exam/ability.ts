import { Rng } from "#engine/index.ts";
import { AbilityChain } from "./ability-chain.ts";

/** A concept as the model sees it. */
export interface AbilityConcept {
  id: string;
  areaId: string;
  /** Ids of the concepts it builds on; those that are not given do not matter. */
  needs: readonly string[];
}

/** One marked answer of an exam. */
export interface AbilityAnswer {
  conceptId: string;
  right: boolean;
  /** Chance of a right answer without any knowledge (`guessing`). */
  guess: number;
  /** How much the item's memory has changed since the answer (`logitChange`); absent: not at all. */
  change?: number;
}

/** Draws from what abilities may be, given the answers: each a logit by concept, in the order the concepts were given. */
export interface Abilities {
  concepts: readonly AbilityConcept[];
  draws: readonly Float64Array[];
  /** Answers that stand behind it, in all and by concept. */
  answers: number;
  answersOf: ReadonlyMap<string, number>;
}

const WARM_UP = 200;
const THINNING = 3;

/**
 * Abilities by concept from answers given in exams, and from these alone: the Rasch model with a guessing term (Rasch
 * 1960; Birnbaum 1968),
 *
 *     P(right) = g + (1 − g)·σ(θ_c − δ),   σ(x) = 1 / (1 + e^(−x)),
 *
 * g being the chance to guess right and δ what the item's memory has gained since the answer, so that θ_c is the ability
 * now, whenever the answer was. Items of a concept are taken to be equally hard: an exam draws them at random, and what
 * is asked for is the share right over all of them.
 *
 * Abilities have a hierarchical normal prior, so that few answers say something of what was not asked:
 *
 *     θ_c = μ + a_area(c) + τ·b_c,   μ ~ N(0.5, 1.3²),   a ~ N(0, σ²),
 *     b_c = ρ·mean(b_n: c needs n) + √(1 − ρ²)·ε_c,   ε ~ N(0, 1),   ρ = 0.5; b_c = ε_c without needs.
 *
 * What one knows of a concept so speaks for what it builds on and for what builds on it. σ and τ are not known either:
 * each is one of a few values, equally likely beforehand.
 *
 * Drawn by elliptical slice sampling (Murray, Adams & MacKay 2010), which needs no step size, in turn with draws of σ and
 * τ from their conditional probabilities. Some 25 ms for 60 answers over 30 concepts.
 * @param concepts in prerequisite order
 * @throws RangeError for an answer about a concept that is not given
 */
export function sampleAbilities(
  concepts: readonly AbilityConcept[],
  answers: readonly AbilityAnswer[],
  { seed, draws = 400 }: { seed: number; draws?: number },
): Abilities {
  const chain = new AbilityChain(concepts, answers, new Rng(seed));
  for (let step = 0; step < WARM_UP; step++) chain.step(step);
  const taken: Float64Array[] = [];
  for (let step = 0; taken.length < draws; step++) {
    chain.step(step);
    if (step % THINNING === THINNING - 1) taken.push(chain.abilities());
  }
  const answersOf = new Map<string, number>();
  for (const { conceptId } of answers) answersOf.set(conceptId, (answersOf.get(conceptId) ?? 0) + 1);
  return { concepts, draws: taken, answers: answers.length, answersOf };
}
