type Erf = (x: number) => number;

/** x·Φ(x), entry by entry, for x (N, D). */
export function gelu(x: number[][], erf: Erf): number[][] {
  throw new Error("not written yet");
}

/** Gradient with respect to x, (N, D), for the upstream gradient (N, D) and the input x. */
export function geluBackward(upstream: number[][], x: number[][], erf: Erf): number[][] {
  throw new Error("not written yet");
}

/** The approximation of GELU with tanh, for x (N, D). */
export function geluTanh(x: number[][]): number[][] {
  throw new Error("not written yet");
}

/** x·σ(x), entry by entry, for x (N, D). */
export function silu(x: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Gradient with respect to x, (N, D), for the upstream gradient (N, D) and the input x. */
export function siluBackward(upstream: number[][], x: number[][]): number[][] {
  throw new Error("not written yet");
}
