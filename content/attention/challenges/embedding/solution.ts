export function embedding(table: number[][], tokens: number[][]): number[][][] {
  return tokens.map((row) => row.map((token) => [...table[token]]));
}

export function embeddingBackward(
  upstream: number[][][],
  tokens: number[][],
  rows: number,
  padding: number | null,
): number[][] {
  const width = upstream[0][0].length;
  const dTable = Array.from({ length: rows }, () => new Array<number>(width).fill(0));
  for (const [n, row] of tokens.entries()) {
    for (const [t, token] of row.entries()) {
      for (const [d, g] of upstream[n][t].entries()) dTable[token][d] += g;
    }
  }
  if (padding !== null) dTable[padding].fill(0);
  return dTable;
}
