import type { Rng } from "#engine/index.ts";
import type { AbilityAnswer, AbilityConcept } from "./ability.ts";

/** Mean and deviation of the general ability among people who sit an exam, as logits: 62 % right, from 32 to 86 %. */
const GENERAL = { mean: 0.5, deviation: 1.3 };

/** How far areas, and concepts within an area, may differ from what they have in common: values tried, as logits. */
const AREA_DEVIATIONS = [0.15, 0.3, 0.5, 0.75, 1.1];
const CONCEPT_DEVIATIONS = [0.2, 0.4, 0.65, 1, 1.5];

/** Correlation of a concept's own part with the mean of those it builds on. */
const PREREQUISITE_CORRELATION = 0.5;
const OWN_PART = Math.sqrt(1 - PREREQUISITE_CORRELATION ** 2);

/** Every so many steps the two deviations are drawn anew. */
const DEVIATIONS_EVERY = 6;

/** One state of the sampler: independent standard normal numbers and the two deviations that make abilities of them. */
export class AbilityChain {
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
