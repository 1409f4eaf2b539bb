import { grad, type Tensor } from "#engine/index.ts";

/** Σ over the inputs of the squared gradients of Σ f²: a function whose gradients see every second derivative of f. */
export function gradientPenalty(fn: (...inputs: Tensor[]) => Tensor): (...inputs: Tensor[]) => Tensor {
  return (...inputs) => {
    const gradients = grad(
      fn(...inputs)
        .square()
        .sum(),
      inputs,
      { createGraph: true },
    ) as Tensor[];
    return gradients.map((gradient) => gradient.square().sum()).reduce((a, b) => a.add(b));
  };
}
