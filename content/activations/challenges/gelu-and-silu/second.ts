type Erf = (x: number) => number;

function each(x: number[][], f: (n: number, d: number) => number): number[][] {
  const out: number[][] = [];
  for (let n = 0; n < x.length; n++) {
    const row: number[] = [];
    for (let d = 0; d < x[n].length; d++) row.push(f(n, d));
    out.push(row);
  }
  return out;
}

const logistic = (t: number) => (1 + Math.tanh(t / 2)) / 2;

/** x erf(x/√2) is even, so the sign matters in the first half only. */
export function gelu(x: number[][], erf: Erf): number[][] {
  return each(x, (n, d) => {
    const size = Math.abs(x[n][d]);
    return 0.5 * (x[n][d] + size * erf(size * Math.SQRT1_2));
  });
}

export function geluBackward(upstream: number[][], x: number[][], erf: Erf): number[][] {
  return each(x, (n, d) => {
    const t = x[n][d];
    const bell = Math.exp(-0.5 * t * t) * Math.sqrt(0.5 / Math.PI);
    return upstream[n][d] * (0.5 + 0.5 * erf(t * Math.SQRT1_2) + t * bell);
  });
}

/** ½(1 + tanh u) is the sigmoid of 2u. */
export function geluTanh(x: number[][]): number[][] {
  return each(x, (n, d) => {
    const t = x[n][d];
    return t * logistic(Math.sqrt(8 / Math.PI) * t * (1 + 0.044715 * t * t));
  });
}

export const silu = (x: number[][]): number[][] => each(x, (n, d) => x[n][d] * logistic(x[n][d]));

/** With y the output, the slope is y + σ(x)(1 − y). */
export function siluBackward(upstream: number[][], x: number[][]): number[][] {
  const y = silu(x);
  return each(x, (n, d) => upstream[n][d] * (y[n][d] + logistic(x[n][d]) * (1 - y[n][d])));
}
