import { defineFunction } from "./emit/builder.ts";
import { encodeModule } from "./emit/encoder.ts";
import { f32x4, i32, type Statement, v128 } from "./emit/instructions.ts";
import type { WebAssemblyInterface } from "./web-assembly.ts";

/** What the runtime's WebAssembly can do beyond its first version. */
export interface Features {
  /** Vectors of 128 bits, without which the backend does not run. */
  readonly simd: boolean;
  /** Fused multiply-add, of the relaxed SIMD instructions: one rounding in place of two, and twice the peak. */
  readonly fma: boolean;
}

/** Finds out by validating a tiny module for each. */
export function findFeatures(api: WebAssemblyInterface): Features {
  const vector = v128.load(i32.const(0));
  const accepts = (statement: Statement) =>
    api.validate(encodeModule([defineFunction("probe", {}, () => [statement])]));
  return {
    simd: accepts(v128.store(i32.const(0), vector)),
    fma: accepts(v128.store(i32.const(0), f32x4.fusedMultiplyAdd(vector, vector, vector))),
  };
}
