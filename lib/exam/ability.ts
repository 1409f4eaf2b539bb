import { Rng } from "#engine/index.ts";

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

/** Mean and deviation of the general ability among people who sit an exam, as logits: 62 % right, from 32 to 86 %. */
const GENERAL = { mean: 0.5, deviation: 1.3 };

/** How far areas, and concepts within an area, may differ from what they have in common: values tried, as logits. */
const AREA_DEVIATIONS = [0.15, 0.3, 0.5, 0.75, 1.1];
const CONCEPT_DEVIATIONS = [0.2, 0.4, 0.65, 1, 1.5];

/** Correlation of a concept's own part with the mean of those it builds on. */
const PREREQUISITE_CORRELATION = 0.5;
const OWN_PART = Math.sqrt(1 - PREREQUISITE_CORRELATION ** 2);

const WARM_UP = 200;
const THINNING = 3;
/** Every so many steps the two deviations are drawn anew. */
const DEVIATIONS_EVERY = 6;

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
  const chain = new Chain(concepts, answers, new Rng(seed));
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

/** σ(x), the chance that belongs to a logit. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Recall is taken to lie at least this far from 0 and 1 when it is turned into a logit. */
const CERTAIN = 0.02;

/** The logit of a recall probability, which is first kept between 2 and 98 %. */
export function logitOf(recall: number): number {
  const kept = Math.min(Math.max(recall, CERTAIN), 1 - CERTAIN);
  return Math.log(kept / (1 - kept));
}

/**
 * How much an item's memory changes between two moments, as the difference of the logits of its predicted recall. Ability
 * is carried along by this difference rather than multiplied by recall, since the exam's answers contain what was
 * forgotten by then. 0 where either is not known.
 */
export function logitChange(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : logitOf(to) - logitOf(from);
}

/** One state of the sampler: independent standard normal numbers and the two deviations that make abilities of them. */
class Chain {
  readonly #rng: Rng;
  readonly #areaOf: Int32Array;
  /** What each concept needs, one after the other; those of concept c from `starts[c]` to before `starts[c + 1]`. */
  readonly #needs: Int32Array;
  readonly #starts: Int32Array;
  readonly #asked: Int32Array;
  readonly #right: Uint8Array;
  readonly #guess: Float64Array;
  /** e^(−δ) by answer: what the odds of knowing it are to be multiplied by. */
  readonly #gained: Float64Array;
  readonly #own: Float64Array;
  readonly #theta: Float64Array;
  readonly #areas: number;
  readonly #other: Float64Array;
  #state: Float64Array;
  #next: Float64Array;
  #likelihood: number;
  #areaDeviation = AREA_DEVIATIONS[2];
  #conceptDeviation = CONCEPT_DEVIATIONS[2];

  constructor(concepts: readonly AbilityConcept[], answers: readonly AbilityAnswer[], rng: Rng) {
    this.#rng = rng;
    const place = new Map(concepts.map(({ id }, index) => [id, index]));
    const areas = [...new Set(concepts.map(({ areaId }) => areaId))];
    const areaPlace = new Map(areas.map((id, index) => [id, index]));
    this.#areas = areas.length;
    this.#areaOf = Int32Array.from(concepts, ({ areaId }) => areaPlace.get(areaId) ?? 0);
    const needs = concepts.map((concept, index) =>
      concept.needs.map((id) => place.get(id) ?? -1).filter((need) => need >= 0 && need < index),
    );
    this.#needs = Int32Array.from(needs.flat());
    this.#starts = new Int32Array(concepts.length + 1);
    for (const [c, of] of needs.entries()) this.#starts[c + 1] = this.#starts[c] + of.length;
    this.#asked = Int32Array.from(answers, ({ conceptId }) => {
      const index = place.get(conceptId);
      if (index === undefined) throw new RangeError(`An answer is about ${conceptId}, which is not among the concepts`);
      return index;
    });
    this.#right = Uint8Array.from(answers, ({ right }) => Number(right));
    this.#guess = Float64Array.from(answers, ({ guess }) => guess);
    this.#gained = Float64Array.from(answers, ({ change = 0 }) => Math.exp(-change));
    this.#own = new Float64Array(concepts.length);
    this.#theta = new Float64Array(concepts.length);
    this.#state = Float64Array.from({ length: 1 + this.#areas + concepts.length }, () => rng.normal());
    this.#other = new Float64Array(this.#state.length);
    this.#next = new Float64Array(this.#state.length);
    this.#likelihood = this.#logLikelihood(this.#state);
  }

  step(index: number): void {
    this.#slice();
    if (index % DEVIATIONS_EVERY !== 0) return;
    this.#areaDeviation = this.#drawn(AREA_DEVIATIONS, (value) => {
      this.#areaDeviation = value;
    });
    this.#conceptDeviation = this.#drawn(CONCEPT_DEVIATIONS, (value) => {
      this.#conceptDeviation = value;
    });
    this.#likelihood = this.#logLikelihood(this.#state);
  }

  abilities(): Float64Array {
    this.#transform(this.#state);
    return this.#theta.slice();
  }

  /** Moves along an ellipse through the state and a fresh draw, on a bracket that shrinks until the likelihood is met. */
  #slice(): void {
    const rng = this.#rng;
    const before = this.#state;
    const other = this.#other;
    for (let i = 0; i < other.length; i++) other[i] = rng.normal();
    const least = this.#likelihood + Math.log(1 - rng.uniform());
    let angle = rng.uniform(0, 2 * Math.PI);
    let [low, high] = [angle - 2 * Math.PI, angle];
    for (;;) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const next = this.#next;
      for (let i = 0; i < next.length; i++) next[i] = before[i] * c + other[i] * s;
      const likelihood = this.#logLikelihood(next);
      if (likelihood > least) {
        [this.#state, this.#next] = [next, before];
        this.#likelihood = likelihood;
        return;
      }
      if (angle < 0) low = angle;
      else high = angle;
      angle = rng.uniform(low, high);
    }
  }

  /** One of the values, by how well the answers are explained with it. */
  #drawn(values: readonly number[], set: (value: number) => void): number {
    const logs = values.map((value) => {
      set(value);
      return this.#logLikelihood(this.#state);
    });
    const most = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(log - most));
    let rest = this.#rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    const value = values[index < 0 ? values.length - 1 : index];
    set(value);
    return value;
  }

  #logLikelihood(state: Float64Array): number {
    this.#transform(state);
    const [asked, right, guess, gained, theta] = [this.#asked, this.#right, this.#guess, this.#gained, this.#theta];
    let sum = 0;
    let product = 1;
    for (let i = 0; i < asked.length; i++) {
      const unknown = 1 / (1 + Math.exp(theta[asked[i]]) * gained[i]);
      const wrong = (1 - guess[i]) * unknown;
      product *= right[i] === 1 ? 1 - wrong : wrong;
      // A logarithm takes longer than all the rest: only before the product may become too small.
      if (product > 1e-200) continue;
      sum += Math.log(product);
      product = 1;
    }
    return sum + Math.log(product);
  }

  /** Sets the abilities that belong to a state. */
  #transform(state: Float64Array): void {
    const [own, theta, areaOf, needs, starts] = [this.#own, this.#theta, this.#areaOf, this.#needs, this.#starts];
    const general = GENERAL.mean + GENERAL.deviation * state[0];
    const offset = 1 + this.#areas;
    for (let c = 0; c < own.length; c++) {
      const [start, end] = [starts[c], starts[c + 1]];
      let part = state[offset + c];
      if (end > start) {
        let sum = 0;
        for (let i = start; i < end; i++) sum += own[needs[i]];
        part = (PREREQUISITE_CORRELATION * sum) / (end - start) + OWN_PART * part;
      }
      own[c] = part;
      theta[c] = general + this.#areaDeviation * state[1 + areaOf[c]] + this.#conceptDeviation * part;
    }
  }
}
