import { grad } from "./autograd.ts";
import { fromValues } from "./create.ts";
import { ArgumentError } from "./errors.ts";
import { Rng } from "./random.ts";
import { contiguousStrides } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

export interface GradcheckOptions {
  /** Seed of the upstream gradient. */
  readonly seed?: number;
  /** Half the distance of the centred difference. */
  readonly h?: number;
  readonly tolerance?: number;
}

/** The entry where autograd and the differences disagree most. */
export interface GradcheckEntry {
  /** Which input. */
  readonly input: number;
  /** Which entry of it. */
  readonly index: readonly number[];
  /** ∂/∂entry by autograd. */
  readonly analytic: number;
  /** ∂/∂entry by centred differences. */
  readonly numeric: number;
  /** Their distance, relative to the largest entry of this input's gradient (of either kind). */
  readonly error: number;
}

export interface GradcheckReport {
  readonly passed: boolean;
  /** The worst entry's error; ∞ where a value is not finite. */
  readonly error: number;
  /** Null where the inputs have no entries. */
  readonly worst: GradcheckEntry | null;
  /** Number of entries compared. */
  readonly entries: number;
}

/**
 * Compares the gradients of Σ upstream · fn(inputs) by autograd with centred differences (f(x+h) − f(x−h)) / 2h, for a
 * random upstream gradient. Choose inputs away from kinks (|x| > h for relu). The error is relative to the largest
 * entry, not taken entry by entry, which would reject correct gradients that happen to be near 0.
 * Throws an ArgumentError unless `fn` gives a tensor that depends on an input.
 */
export function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  { seed = 0, h = 1e-5, tolerance = 1e-6 }: GradcheckOptions = {},
): GradcheckReport {
  const values = inputs.map((input) => input.valuesSync());
  const leaves = inputs.map((input, i) => fromValues(values[i], input.shape, { requiresGrad: true }));
  const output = fn(...leaves);
  if (!output.requiresGrad) throw new ArgumentError("gradcheck needs a function whose result depends on its inputs");
  const rng = new Rng(seed);
  const weights = output.valuesSync().map(() => rng.normal());
  const gradients = grad(output, leaves, { upstream: fromValues(weights, output.shape) });

  const weightedAt = (changed: number, entry: number, by: number): number => {
    const moved = values.map((value, i) => (i === changed ? value.with(entry, value[entry] + by) : value));
    const result = fn(...inputs.map((input, i) => fromValues(moved[i], input.shape, { requiresGrad: true })));
    return result.valuesSync().reduce((total, value, i) => total + value * weights[i], 0);
  };

  const compared = inputs.map((input, i): GradcheckEntry[] => {
    const analytic = gradients[i]?.valuesSync() ?? new Float64Array(input.size);
    const numeric = values[i].map((_, entry) => (weightedAt(i, entry, h) - weightedAt(i, entry, -h)) / (2 * h));
    const largest = Math.max(...analytic.map(Math.abs), ...numeric.map(Math.abs));
    return Array.from(analytic, (value, entry) => ({
      input: i,
      index: indexOf(entry, input.shape),
      analytic: value,
      numeric: numeric[entry],
      error: relativeError(value - numeric[entry], largest),
    }));
  });
  const entries = compared.flat();
  const worst = entries.reduce<GradcheckEntry | null>((a, b) => (a === null || b.error > a.error ? b : a), null);
  const error = worst?.error ?? 0;
  return { passed: error <= tolerance, error, worst, entries: entries.length };
}

function relativeError(difference: number, largest: number): number {
  if (difference === 0) return 0;
  const error = Math.abs(difference) / largest;
  return Number.isFinite(error) ? error : Infinity;
}

function indexOf(entry: number, shape: readonly number[]): number[] {
  return contiguousStrides(shape).map((stride, axis) => Math.floor(entry / stride) % shape[axis]);
}
