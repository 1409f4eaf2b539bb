import { Rng } from "#engine/index.ts";

/** Seeded draws for variants. The same seed gives the same question, on every machine. */
export class Dice {
  readonly #rng: Rng;

  constructor(seed: number) {
    this.#rng = new Rng(seed);
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.#rng.uniform() * (high - low + 1));
  }

  /** A number between `low` and `high` with `places` decimals, exactly as it will be shown. */
  decimal(low: number, high: number, places = 1): number {
    const scale = 10 ** places;
    return this.integer(Math.round(low * scale), Math.round(high * scale)) / scale;
  }

  /** Like `decimal`, but never closer to zero than `gap`. */
  nonzero(low: number, high: number, places = 1, gap = 10 ** -places): number {
    for (;;) {
      const x = this.decimal(low, high, places);
      if (Math.abs(x) >= gap) return x;
    }
  }

  /** A vector of `length` decimals. */
  vector(length: number, low: number, high: number, places = 1): number[] {
    return Array.from({ length }, () => this.nonzero(low, high, places));
  }

  /** A matrix of decimals. */
  matrix(rows: number, columns: number, low: number, high: number, places = 1): number[][] {
    return Array.from({ length: rows }, () => this.vector(columns, low, high, places));
  }

  choose<T>(from: readonly T[]): T {
    return from[this.integer(0, from.length - 1)];
  }

  shuffle<T>(of: readonly T[]): T[] {
    const out = [...of];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  }

  /** `count` different members, in random order. */
  sample<T>(from: readonly T[], count: number): T[] {
    return this.shuffle(from).slice(0, count);
  }
}
