import { scalar } from "../create.ts";
import { ArgumentError } from "../errors.ts";
import { abs, add, div, maximum, minimum, mul, pow, sqrt, square } from "../ops/arithmetic.ts";
import { max, sum } from "../ops/reduction.ts";
import { scope } from "../scope.ts";
import { noGrad } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

export interface ClipGradNormOptions {
  /** p of the p-norm; Infinity for the largest absolute entry. */
  readonly normType?: number;
}

/**
 * Scales all gradients by one factor, so that their norm, taken as of one long vector, is at most `maxNorm`; gives the
 * norm there was. The factor is min(1, maxNorm / (norm + 10⁻⁶)), as in PyTorch. A norm of ∞ or NaN makes the gradients
 * 0 or NaN, as there. Pascanu, Mikolov & Bengio 2013.
 */
export function clipGradNorm(
  parameters: readonly Tensor[],
  maxNorm: number,
  { normType = 2 }: ClipGradNormOptions = {},
): Tensor {
  if (!(maxNorm >= 0)) throw new ArgumentError(`clipGradNorm needs a norm of 0 or more, got ${maxNorm}`);
  if (!(normType > 0)) throw new ArgumentError(`clipGradNorm needs a normType above 0, got ${normType}`);
  return noGrad(() =>
    scope(() => {
      const gradients = parameters.flatMap(({ ownGradient }) => (ownGradient === null ? [] : [ownGradient]));
      const norm = gradients.length === 0 ? scalar(0) : normOf(gradients, normType);
      const factor = minimum(div(maxNorm, add(norm, 1e-6)), 1);
      changeGradients(parameters, (gradient) => mul(gradient, factor));
      return norm;
    }),
  );
}

/** Brings every entry of every gradient into [−limit, limit]. */
export function clipGradValue(parameters: readonly Tensor[], limit: number): void {
  if (!(limit >= 0)) throw new ArgumentError(`clipGradValue needs a limit of 0 or more, got ${limit}`);
  noGrad(() => scope(() => changeGradients(parameters, (gradient) => maximum(minimum(gradient, limit), -limit))));
}

function normOf(gradients: readonly Tensor[], p: number): Tensor {
  const over = (measure: (gradient: Tensor) => Tensor, join: (a: Tensor, b: Tensor) => Tensor) =>
    gradients.map(measure).reduce(join);
  if (p === Infinity)
    return over((gradient) => (gradient.size === 0 ? scalar(0, gradient.backend) : max(abs(gradient))), maximum);
  if (p === 2) return sqrt(over((gradient) => sum(square(gradient)), add));
  return pow(
    over((gradient) => sum(pow(abs(gradient), p)), add),
    1 / p,
  );
}

function changeGradients(parameters: readonly Tensor[], change: (gradient: Tensor) => Tensor): void {
  for (const parameter of parameters) {
    if (parameter.ownGradient !== null) parameter.grad = change(parameter.ownGradient);
  }
}
