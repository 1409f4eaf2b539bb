export function drawMask(draws: number[][], p: number): number[][] {
  const mask: number[][] = [];
  for (const row of draws) {
    const kept = new Array<number>(row.length).fill(1);
    for (let d = 0; d < row.length; d++) if (row[d] < p) kept[d] = 0;
    mask.push(kept);
  }
  return mask;
}

export function dropoutForward(x: number[][], mask: number[][], p: number, training: boolean): number[][] {
  const gain = training ? 1 / (1 - p) : 1;
  const y: number[][] = [];
  for (let n = 0; n < x.length; n++) {
    y.push([]);
    for (let d = 0; d < x[n].length; d++) y[n].push(training && mask[n][d] === 0 ? 0 : gain * x[n][d]);
  }
  return y;
}

/** The map is linear and diagonal, so it is its own transpose. */
export function dropoutBackward(upstream: number[][], mask: number[][], p: number, training: boolean): number[][] {
  return dropoutForward(upstream, mask, p, training);
}
