import type { Locals } from "./builder.ts";
import { set } from "./builder.ts";
import { f32x4, type Local, type Statement, type Value } from "./instructions.ts";

export type Vector = Value<"v128">;

/**
 * Straight-line code on vectors of four float32, written as it is carried out. `keep` names an intermediate result, so
 * that using it twice does not compute it twice.
 */
export class VectorCode {
  readonly statements: Statement[] = [];
  readonly locals: Locals;
  private readonly fused: boolean;

  /** With `fused` a·b + c is one instruction with one rounding (relaxed SIMD). */
  constructor(locals: Locals, fused: boolean) {
    this.locals = locals;
    this.fused = fused;
  }

  keep(value: Vector): Local<"v128"> {
    const local = this.locals.v128();
    this.statements.push(set(local, value));
    return local;
  }

  /** a·b + c */
  multiplyAdd(a: Vector, b: Vector, c: Vector): Vector {
    return this.fused ? f32x4.fusedMultiplyAdd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
  }

  /** c₀xⁿ + c₁xⁿ⁻¹ + … + cₙ by Horner's rule. */
  polynomial(x: Vector, coefficients: readonly number[]): Vector {
    const [first, ...rest] = coefficients.map(f32x4.const);
    return rest.reduce((sum, coefficient) => this.multiplyAdd(sum, x, coefficient), first);
  }
}
