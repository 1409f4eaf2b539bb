export function globalNorm(gradients: number[][][]): number {
  const squares = gradients.flat(2).reduce((sum, g) => sum + g * g, 0);
  return Math.sqrt(squares);
}

export function clipByNorm(gradients: number[][][], limit: number): number[][][] {
  const norm = globalNorm(gradients);
  if (norm <= limit) return gradients;
  const factor = limit / norm;
  return gradients.map((matrix) => matrix.map((row) => row.map((g) => g * factor)));
}
