import { ArgumentError } from "./errors.ts";
import { refuseInRecording } from "./repetition.ts";

/**
 * A seeded source of random numbers: the same seed gives the same numbers everywhere, always.
 * Generator: xoshiro128** 1.1 (Blackman & Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018), its four
 * words filled from the seed by SplitMix32. Not for secrets.
 */
export class Rng {
  private readonly words: Uint32Array;
  private spareNormal: number | null = null;

  /** The seed is a whole number, taken modulo 2³². Throws an ArgumentError otherwise. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new ArgumentError(`a seed is a whole number, got ${seed}`);
    let counter = seed >>> 0;
    this.words = Uint32Array.from({ length: 4 }, () => {
      counter = (counter + 0x9e3779b9) >>> 0;
      return splitMix32(counter);
    });
  }

  /**
   * The source that belongs to a place, such as (seed, epoch, batch): every place has one of its own, whatever was drawn
   * elsewhere before.
   */
  static at(seed: number, ...place: readonly number[]): Rng {
    const { words } = new Rng(seed);
    const mixed = place.reduce((hash, index) => {
      if (!Number.isSafeInteger(index)) throw new ArgumentError(`a place is made of whole numbers, got ${index}`);
      return splitMix32((splitMix32((index + 0x9e3779b9) >>> 0) ^ Math.imul(hash, 0x85ebca6b)) >>> 0);
    }, words[0]);
    return new Rng(mixed);
  }

  /** A whole number in [0, 2³²). */
  uint32(): number {
    refuseInRecording("draw random numbers");
    const s = this.words;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** A number in [low, high), by default [0, 1), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const upper = this.uint32() >>> 5;
    const lower = this.uint32() >>> 6;
    return low + (high - low) * ((upper * 2 ** 26 + lower) / 2 ** 53);
  }

  /** A whole number in [low, high), each equally likely. Throws an ArgumentError on an empty range or one over 2³². */
  integer(low: number, high: number): number {
    const range = high - low;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || range < 1 || range > 2 ** 32) {
      throw new ArgumentError(`integer needs whole bounds with 1 to 2^32 numbers between, got [${low}, ${high})`);
    }
    // Values from the last, incomplete multiple of the range are drawn again: they would favour small results.
    const limit = 2 ** 32 - (2 ** 32 % range);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return low + (value % range);
  }

  /** A normally distributed number (Box & Muller 1958); every second call uses the pair's other half. */
  normal(mean = 0, deviation = 1): number {
    if (this.spareNormal !== null) {
      const value = this.spareNormal;
      this.spareNormal = null;
      return mean + deviation * value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spareNormal = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  }

  /** The items in random order, in a new array (Fisher & Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    return shuffled;
  }

  /** One of the items. Throws an ArgumentError if there are none. */
  choice<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length)];
  }
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitMix32(counter: number): number {
  let z = counter;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
