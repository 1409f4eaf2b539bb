export function globalNorm(gradients: number[][][]): number {
  let norm = 0;
  for (const matrix of gradients) for (const row of matrix) norm = Math.hypot(norm, ...row);
  return norm;
}

export function clipByNorm(gradients: number[][][], limit: number): number[][][] {
  const norm = globalNorm(gradients);
  const out: number[][][] = [];
  for (const matrix of gradients) {
    const rows: number[][] = [];
    for (const row of matrix) {
      const clipped = [...row];
      if (norm > limit) for (let j = 0; j < row.length; j++) clipped[j] = (row[j] / norm) * limit;
      rows.push(clipped);
    }
    out.push(rows);
  }
  return out;
}
