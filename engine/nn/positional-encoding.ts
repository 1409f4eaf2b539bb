import { ArgumentError } from "../errors.ts";
import { fromValues } from "../create.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Sines and cosines that tell places apart, (length,size): entry (t,2i) is sin(t/10000^(2i/size)), entry (t,2i+1) the
 * cosine of the same. To be added to a sequence (B,length,size). Vaswani et al. 2017.
 */
export function sinusoidalPositions(length: number, size: number): Tensor {
  if (![length, size].every((n) => Number.isInteger(n) && n >= 1)) {
    throw new ArgumentError(`positions need a length and a size above 0, got ${length} and ${size}`);
  }
  const values = new Float64Array(length * size);
  for (let t = 0; t < length; t++) {
    for (let k = 0; k < size; k++) {
      const angle = t / 10000 ** ((k - (k % 2)) / size);
      values[t * size + k] = k % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return fromValues(values, [length, size]);
}
