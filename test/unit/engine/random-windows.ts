import fc from "fast-check";
import { fromValues, Rng, type Tensor } from "#engine/index.ts";

export interface RandomWindow {
  readonly batch: number;
  readonly groups: number;
  readonly inGroup: number;
  readonly outGroup: number;
  readonly input: [number, number];
  readonly size: [number, number];
  readonly stride: [number, number];
  readonly padding: [number, number];
  readonly dilation: [number, number];
  readonly seed: number;
}

function pair(min: number, max: number): fc.Arbitrary<[number, number]> {
  return fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
}

/** Small windows of every sort that fit their input. */
export const randomWindow: fc.Arbitrary<RandomWindow> = fc
  .record({
    batch: fc.integer({ min: 0, max: 2 }),
    groups: fc.integer({ min: 1, max: 2 }),
    inGroup: fc.integer({ min: 1, max: 2 }),
    outGroup: fc.integer({ min: 1, max: 2 }),
    input: pair(1, 6),
    size: pair(1, 3),
    stride: pair(1, 3),
    padding: pair(0, 2),
    dilation: pair(1, 2),
    seed: fc.nat(1000),
  })
  .filter(({ input, size, padding, dilation }) =>
    input.every((length, axis) => length + 2 * padding[axis] > dilation[axis] * (size[axis] - 1)),
  );

/** Normal draws by seed. */
export function draws(shape: number[], seed: number): Tensor {
  const rng = new Rng(seed);
  return fromValues(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
    shape,
  );
}
