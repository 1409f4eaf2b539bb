import type { Rng, Shape, View } from "#engine/index.ts";

/** A view whose numbers lie nowhere yet; every backend gets the same. All of them are float32. */
export type UnplacedView = Omit<View, "storage"> & { readonly values: Float64Array };

export type Entries =
  /** Normally distributed. */
  | "plain"
  /** Whole numbers from −2 to 2, so that ties are common. */
  | "small"
  /** Among plain ones NaN, ±∞, ±0, the largest and smallest of float32. */
  | "special"
  /** Among plain ones NaN, ±∞ and ±0. */
  | "infinite";

const SIZES = [0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 33];
const MOST_ENTRIES = 6000;
const INFINITE = [NaN, Infinity, -Infinity, 0, -0];
const EXTREME = [3.4e38, -3.4e38, 1e-40, -1e-40, 2 ** -149, 2 ** -126, 88.5, -88.5, -103, 1, -1];

export function randomShape(rng: Rng, rank = rng.integer(0, 5)): number[] {
  let left = MOST_ENTRIES;
  return Array.from({ length: rank }, () => {
    const size = rng.choice(SIZES.filter((size) => size <= left));
    left = Math.floor(left / Math.max(1, size));
    return size;
  });
}

/** A view of the shape in a storage of another: axes permuted, with steps and an offset, now and then repeated (stride 0). */
export function randomView(rng: Rng, shape: Shape, entries: Entries = "plain"): UnplacedView {
  const plain = rng.uniform() < 0.4;
  const order = plain ? shape.map((_, axis) => axis) : rng.shuffle(shape.map((_, axis) => axis));
  const strides = new Array<number>(shape.length).fill(0);
  let extent = 1;
  for (const axis of order.toReversed()) {
    if (!plain && rng.uniform() < 0.15) continue;
    const step = plain || rng.uniform() < 0.7 ? 1 : 2;
    strides[axis] = extent * step;
    extent *= Math.max(1, shape[axis] * step + (plain ? 0 : rng.integer(0, 2)));
  }
  const offset = plain ? 0 : rng.integer(0, 4);
  const values = Float64Array.from({ length: extent + offset }, () => Math.fround(randomEntry(rng, entries)));
  return { values, shape, strides, offset };
}

function randomEntry(rng: Rng, entries: Entries): number {
  const isSpecial = rng.uniform() < 0.3;
  if (entries === "small") return rng.integer(-2, 3);
  if (entries === "special" && isSpecial) return rng.choice([...INFINITE, ...EXTREME]);
  if (entries === "infinite" && isSpecial && rng.uniform() < 0.2) return rng.choice(INFINITE);
  return rng.normal(0, 2);
}
