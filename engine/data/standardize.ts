import { ArgumentError, ShapeError } from "../errors.ts";
import { formatShape, normalizeAxis, type Shape, sizeOf } from "../shape.ts";
import type { HostArray } from "./host-array.ts";

/** (x − mean) / deviation, with a mean and a deviation for each entry of an axis, or one for all. */
export interface Standardization {
  /** Null where all numbers share one mean. */
  readonly axis: number | null;
  readonly means: readonly number[];
  /** 1 where the numbers were all alike. */
  readonly deviations: readonly number[];
  /** Throws a ShapeError if the axis has another size than that of the data fitted to. */
  apply(batch: HostArray): HostArray;
  /** The numbers before `apply`. */
  undo(batch: HostArray): HostArray;
}

/**
 * Means and population deviations over all axes but one: of each feature of (N,features), of each channel of (N,C,H,W).
 * Fit to training data alone, then apply to all. Throws an ArgumentError without examples.
 */
export function fitStandardization(
  data: HostArray,
  { axis = 1 }: { readonly axis?: number | null } = {},
): Standardization {
  const { values, shape } = data;
  if (values.length === 0) throw new ArgumentError(`there is nothing to fit to in data of ${formatShape(shape)}`);
  const normal = axis === null ? null : normalizeAxis(axis, shape.length, "fitStandardization");
  const groups = normal === null ? 1 : shape[normal];
  const count = values.length / groups;

  // Sums are taken of distances from the group's first number, so that numbers that are all alike have deviation 0.
  const firsts = new Array<number>(groups).fill(Number.NaN);
  const means = new Array<number>(groups).fill(0);
  forEachRun(shape, normal, (start, end, k) => {
    if (Number.isNaN(firsts[k])) firsts[k] = values[start];
    for (let i = start; i < end; i++) means[k] += (values[i] - firsts[k]) / count;
  });
  for (let k = 0; k < groups; k++) means[k] += firsts[k];
  const variances = new Array<number>(groups).fill(0);
  forEachRun(shape, normal, (start, end, k) => {
    for (let i = start; i < end; i++) variances[k] += (values[i] - means[k]) ** 2 / count;
  });
  const deviations = variances.map((variance) => (variance === 0 ? 1 : Math.sqrt(variance)));
  return standardization(normal, means, deviations);
}

/** The standardization with given means and deviations, such as those kept with a trained network. */
export function standardization(
  axis: number | null,
  means: readonly number[],
  deviations: readonly number[],
): Standardization {
  if (means.length !== deviations.length || (axis === null && means.length !== 1)) {
    throw new ArgumentError(
      `a standardization needs as many means as deviations, got ${means.length} and ${deviations.length}`,
    );
  }
  const prepared = ({ values, shape }: HostArray): Float64Array => {
    if (axis !== null && shape[axis] !== means.length) {
      throw new ShapeError(`fitted to size ${means.length} on axis ${axis}, got ${formatShape(shape)}`);
    }
    return new Float64Array(values);
  };
  return {
    axis,
    means,
    deviations,
    apply(batch) {
      const values = prepared(batch);
      forEachRun(batch.shape, axis, (start, end, k) => {
        for (let i = start; i < end; i++) values[i] = (values[i] - means[k]) / deviations[k];
      });
      return { values, shape: batch.shape };
    },
    undo(batch) {
      const values = prepared(batch);
      forEachRun(batch.shape, axis, (start, end, k) => {
        for (let i = start; i < end; i++) values[i] = values[i] * deviations[k] + means[k];
      });
      return { values, shape: batch.shape };
    },
  };
}

// Visits all entries in row-major order, in runs [start, end) that share an index along the axis (0 without one).
function forEachRun(
  shape: Shape,
  axis: number | null,
  visit: (start: number, end: number, index: number) => void,
): void {
  const groups = axis === null ? 1 : shape[axis];
  const size = sizeOf(shape);
  const inner = sizeOf(axis === null ? shape : shape.slice(axis + 1));
  for (let start = 0, index = 0; start < size; start += inner, index = (index + 1) % groups) {
    visit(start, start + inner, index);
  }
}
