type Matrix = number[][];

/** The units that are active for an example, each with its pre-activation. */
function activeUnits(row: number[], w1: Matrix, b1: number[]): [unit: number, z: number][] {
  const active: [number, number][] = [];
  for (let unit = 0; unit < b1.length; unit++) {
    let z = b1[unit];
    for (let d = 0; d < row.length; d++) z += row[d] * w1[d][unit];
    if (z > 0) active.push([unit, z]);
  }
  return active;
}

export function residualForward(x: Matrix, w1: Matrix, b1: number[], w2: Matrix, b2: number[]): Matrix {
  const y: Matrix = [];
  for (const row of x) {
    const out = row.map((value, d) => value + b2[d]);
    for (const [unit, z] of activeUnits(row, w1, b1)) {
      for (let d = 0; d < row.length; d++) out[d] += z * w2[unit][d];
    }
    y.push(out);
  }
  return y;
}

/** Inactive units have no part in the result; the others are linear. */
export function residualBackward(
  upstream: Matrix,
  x: Matrix,
  w1: Matrix,
  b1: number[],
  w2: Matrix,
): [dX: Matrix, dW1: Matrix, dB1: number[], dW2: Matrix, dB2: number[]] {
  const dX = upstream.map((row) => [...row]);
  const dW1 = w1.map((row) => row.map(() => 0));
  const dB1 = b1.map(() => 0);
  const dW2 = w2.map((row) => row.map(() => 0));
  const dB2 = x[0].map(() => 0);
  for (let n = 0; n < x.length; n++) {
    for (let d = 0; d < x[n].length; d++) dB2[d] += upstream[n][d];
    for (const [unit, z] of activeUnits(x[n], w1, b1)) {
      let slope = 0;
      for (let d = 0; d < x[n].length; d++) {
        slope += upstream[n][d] * w2[unit][d];
        dW2[unit][d] += upstream[n][d] * z;
      }
      dB1[unit] += slope;
      for (let d = 0; d < x[n].length; d++) {
        dW1[d][unit] += slope * x[n][d];
        dX[n][d] += slope * w1[d][unit];
      }
    }
  }
  return [dX, dW1, dB1, dW2, dB2];
}
