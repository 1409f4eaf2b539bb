import { sizeOf } from "../../shape.ts";
import { flat, type Numbers } from "./flat.ts";

/** c (…,m,n) = a (…,m,k) · b (…,k,n): the three loops, with the innermost along the rows of b and c. */
export function matmul(a: Numbers, b: Numbers): Float64Array {
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[b.shape.length - 1];
  const batches = sizeOf(a.shape.slice(0, -2));
  const left = flat(a);
  const right = flat(b);
  const out = new Float64Array(batches * m * n);
  for (let batch = 0; batch < batches; batch++) {
    for (let i = 0; i < m; i++) {
      const rowOut = (batch * m + i) * n;
      for (let p = 0; p < k; p++) {
        const factor = left[(batch * m + i) * k + p];
        const rowRight = (batch * k + p) * n;
        for (let j = 0; j < n; j++) out[rowOut + j] += factor * right[rowRight + j];
      }
    }
  }
  return out;
}
