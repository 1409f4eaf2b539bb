import type { Rng } from "#engine/index.ts";
import { logistic } from "./logit.ts";

export interface PlacementConcept {
  id: string;
  areaId: string;
  needs: readonly string[];
  /** Whether the bank has a question for it. */
  askable: boolean;
}

/** Chance that someone who knows a concept answers wrongly all the same. */
const SLIP = 0.1;
/** Chance to get right, not knowing the concept, what is not to be guessed. */
const LUCK = 0.05;
/** Chance to know a concept without knowing all it needs. */
const AGAINST_GRAPH = 0.05;
/** Mean and deviation of the general level among learners, and deviations of areas from it, as logits. */
const LEVEL = { mean: 1, deviation: 2 };
const LEVELS = Array.from({ length: 13 }, (_, i) => LEVEL.mean + LEVEL.deviation * (i / 3 - 2));
const OFFSETS = [-1.5, -0.75, 0, 0.75, 1.5];
const OFFSET = { mean: 0, deviation: 0.8 };

const PARTICLES = 150;

type Particle = { known: Uint8Array; level: number; offsets: Float64Array };

type Count = { known: number; unknown: number };

/**
 * What a learner may know, as a sample of states of knowledge: which concepts are known, each or not. Whoever knows all a
 * concept needs knows it with probability σ(level + offset of its area), anyone else with one in twenty; levels and
 * offsets are normal. (A knowledge space with a noisy graph: Doignon & Falmagne 1985; as a Bayesian network: Millán et
 * al. 2000.)
 *
 * Answers weigh and redraw the sample, and a Gibbs sweep each time keeps it varied (resample-move: Gilks & Berzuini 2001).
 */
export class KnowledgeStates {
  readonly #concepts: readonly PlacementConcept[];
  readonly #rng: Rng;
  readonly #needs: number[][];
  readonly #children: number[][];
  readonly #areaOf: number[];
  readonly #areas: number;
  readonly #place: Map<string, number>;
  /** By concept: the factors by which its answers speak for its being known, and for its not being known. */
  readonly #for: Float64Array;
  readonly #against: Float64Array;
  #particles: Particle[];

  constructor(concepts: readonly PlacementConcept[], rng: Rng) {
    this.#concepts = concepts;
    this.#rng = rng;
    this.#place = new Map(concepts.map(({ id }, index) => [id, index]));
    this.#needs = concepts.map(({ needs }, index) =>
      needs.map((id) => this.#place.get(id) ?? -1).filter((need) => need >= 0 && need < index),
    );
    this.#children = concepts.map(() => []);
    for (const [index, needs] of this.#needs.entries()) for (const need of needs) this.#children[need].push(index);
    const areas = [...new Set(concepts.map(({ areaId }) => areaId))];
    this.#areaOf = concepts.map(({ areaId }) => areas.indexOf(areaId));
    this.#areas = areas.length;
    this.#for = new Float64Array(concepts.length).fill(1);
    this.#against = new Float64Array(concepts.length).fill(1);
    this.#particles = Array.from({ length: PARTICLES }, () => this.#drawn());
  }

  /** @throws RangeError for an answer about a concept that is not given */
  learn({ conceptId, right, guess }: { conceptId: string; right: boolean; guess: number }): void {
    const index = this.#place.get(conceptId);
    if (index === undefined) throw new RangeError(`An answer is about ${conceptId}, which is not among the concepts`);
    const lucky = Math.max(guess, LUCK);
    const [known, unknown] = right ? [1 - SLIP, lucky] : [SLIP, 1 - lucky];
    this.#for[index] *= known;
    this.#against[index] *= unknown;
    this.#resample(this.#particles.map((particle) => (particle.known[index] === 1 ? known : unknown)));
    for (const particle of this.#particles) this.#sweep(particle);
  }

  /** How likely each concept is known: the mean over the sample of its chance, given all else of a state. */
  probabilities(): number[] {
    const sums = new Float64Array(this.#concepts.length);
    for (const particle of this.#particles) {
      const chances = this.#chances(particle);
      for (let c = 0; c < sums.length; c++) sums[c] += this.#chance(particle.known, c, chances);
    }
    return [...sums].map((sum) => sum / PARTICLES);
  }

  /** Bits that an answer is expected to tell about a concept known with probability `known`. */
  information(known: number, guess: number): number {
    const lucky = Math.max(guess, LUCK);
    const right = known * (1 - SLIP) + (1 - known) * lucky;
    return entropy(right) - known * entropy(SLIP) - (1 - known) * entropy(lucky);
  }

  /** A state drawn before anything is answered. */
  #drawn(): Particle {
    const particle: Particle = {
      known: new Uint8Array(this.#concepts.length),
      level: LEVEL.mean + LEVEL.deviation * this.#rng.normal(),
      offsets: Float64Array.from({ length: this.#areas }, () => OFFSET.deviation * this.#rng.normal()),
    };
    const chances = this.#chances(particle);
    for (let c = 0; c < particle.known.length; c++) {
      const chance = this.#isOpen(particle.known, c) ? chances[this.#areaOf[c]] : AGAINST_GRAPH;
      particle.known[c] = Number(this.#rng.uniform() < chance);
    }
    return particle;
  }

  /** Whether all that a concept needs is known, `but` taken to be. */
  #isOpen(known: Uint8Array, c: number, but = -1): boolean {
    for (const need of this.#needs[c]) if (known[need] === 0 && need !== but) return false;
    return true;
  }

  /**
   * The chance that a concept is known, given all else of the state and the answers about it. Of what builds on it, only
   * that speaks for or against it which rests on nothing else unknown.
   * @param chances by area, to know a concept all of whose needs are known
   */
  #chance(known: Uint8Array, c: number, chances: Float64Array): number {
    const prior = this.#isOpen(known, c) ? chances[this.#areaOf[c]] : AGAINST_GRAPH;
    let yes = prior * this.#for[c];
    let no = (1 - prior) * this.#against[c];
    for (const child of this.#children[c]) {
      if (!this.#isOpen(known, child, c)) continue;
      const withIt = chances[this.#areaOf[child]];
      yes *= known[child] === 1 ? withIt : 1 - withIt;
      no *= known[child] === 1 ? AGAINST_GRAPH : 1 - AGAINST_GRAPH;
    }
    return yes / (yes + no);
  }

  #chances({ level, offsets }: Particle): Float64Array {
    return offsets.map((offset) => logistic(level + offset));
  }

  /** Draws each part of a state anew, given all others. */
  #sweep(particle: Particle): void {
    const { known, offsets } = particle;
    const chances = this.#chances(particle);
    for (let c = 0; c < known.length; c++) known[c] = Number(this.#rng.uniform() < this.#chance(known, c, chances));
    const counts = this.#open(known);
    const all = [...counts.keys()];
    particle.level = this.#redrawn(LEVELS, LEVEL, (level) =>
      all.reduce((sum, area) => sum + logChance(level + offsets[area], counts[area]), 0),
    );
    for (const area of all)
      offsets[area] = this.#redrawn(OFFSETS, OFFSET, (offset) => logChance(particle.level + offset, counts[area]));
  }

  /** By area, how many of the concepts that rest on nothing unknown are known, and how many are not. */
  #open(known: Uint8Array): Count[] {
    const counts = Array.from({ length: this.#areas }, () => ({ known: 0, unknown: 0 }));
    for (let c = 0; c < known.length; c++) {
      if (!this.#isOpen(known, c)) continue;
      if (known[c] === 1) counts[this.#areaOf[c]].known++;
      else counts[this.#areaOf[c]].unknown++;
    }
    return counts;
  }

  /** One of the values, by its normal prior and by the logarithm of how well it explains what is known. */
  #redrawn(
    values: readonly number[],
    { mean, deviation }: { mean: number; deviation: number },
    logLikelihood: (value: number) => number,
  ): number {
    const logs = values.map((value) => logLikelihood(value) - 0.5 * ((value - mean) / deviation) ** 2);
    const most = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(log - most));
    let rest = this.#rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    return values[index < 0 ? values.length - 1 : index];
  }

  /** Draws the sample anew by weight, as evenly as can be (systematic resampling). */
  #resample(weights: readonly number[]): void {
    const step = weights.reduce((sum, weight) => sum + weight, 0) / PARTICLES;
    let next = this.#rng.uniform() * step;
    let passed = 0;
    const drawn: Particle[] = [];
    for (const [i, weight] of weights.entries()) {
      passed += weight;
      for (; next < passed && drawn.length < PARTICLES; next += step) drawn.push(copied(this.#particles[i]));
    }
    while (drawn.length < PARTICLES) drawn.push(copied(this.#particles[PARTICLES - 1]));
    this.#particles = drawn;
  }
}

/** The logarithm of the chance that of some concepts so many are known and so many not, at such a level. */
function logChance(level: number, { known, unknown }: Count): number {
  return -known * Math.log1p(Math.exp(-level)) - unknown * Math.log1p(Math.exp(level));
}

function copied({ known, level, offsets }: Particle): Particle {
  return { known: known.slice(), level, offsets: offsets.slice() };
}

function entropy(p: number): number {
  if (p <= 0 || p >= 1) return 0;
  return -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
}
