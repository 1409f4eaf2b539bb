import { ArgumentError } from "../errors.ts";
import { Rng } from "../random.ts";

/**
 * 0 … length−1 in random order, cut into parts. Parts are sizes that add up to the length, or shares that add up to 1;
 * what shares leave over by rounding down goes to the first parts, one each, as in PyTorch's `random_split`.
 * Throws an ArgumentError for parts that do neither.
 */
export function splitIndices(length: number, parts: readonly number[], seed: number): number[][] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const areShares = Math.abs(total - 1) < 1e-9 && parts.every((part) => part >= 0 && part <= 1);
  const areSizes = total === length && parts.every((part) => Number.isInteger(part) && part >= 0);
  if (!areShares && !areSizes) {
    throw new ArgumentError(`parts add up to 1 or to the length ${length}, got (${parts.join(", ")})`);
  }
  const sizes = areSizes ? parts : sizesOf(length, parts);
  const order = shuffledIndices(length, seed);
  let end = 0;
  return sizes.map((size) => order.slice(end, (end += size)));
}

function sizesOf(length: number, shares: readonly number[]): number[] {
  // A share such as 0.29 of 100 is 28.999999999999996 in floating point, and means 29.
  const sizes = shares.map((share) => Math.floor(share * length + 1e-9));
  const left = length - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, i) => size + (i < left ? 1 : 0));
}

export interface Fold {
  readonly train: number[];
  readonly validation: number[];
}

/**
 * k ways to hold back a part of 0 … length−1, so that each index is held back once; the first length mod k parts have
 * one more. In order, or shuffled by a seed. Throws an ArgumentError unless 2 ≤ k ≤ length.
 */
export function kFold(length: number, k: number, { seed }: { readonly seed?: number } = {}): Fold[] {
  if (!Number.isInteger(k) || k < 2 || k > length) {
    throw new ArgumentError(`k-fold needs 2 to ${length} parts of ${length} examples, got ${k}`);
  }
  const order = seed === undefined ? Array.from({ length }, (_, i) => i) : shuffledIndices(length, seed);
  const startOf = (fold: number) => fold * Math.floor(length / k) + Math.min(fold, length % k);
  return Array.from({ length: k }, (_, fold) => {
    const [start, end] = [startOf(fold), startOf(fold + 1)];
    return { train: [...order.slice(0, start), ...order.slice(end)], validation: order.slice(start, end) };
  });
}

export function shuffledIndices(length: number, ...seed: readonly [number, ...number[]]): number[] {
  return Rng.at(...seed).shuffle(Array.from({ length }, (_, i) => i));
}
