export function embedding(table: number[][], tokens: number[][]): number[][][] {
  const out: number[][][] = [];
  for (const row of tokens) {
    const vectors: number[][] = [];
    for (const token of row) vectors.push(table[token].slice());
    out.push(vectors);
  }
  return out;
}

/** Row by row of the table: the sum over the places where its token stands. */
export function embeddingBackward(
  upstream: number[][][],
  tokens: number[][],
  rows: number,
  padding: number | null,
): number[][] {
  const places = tokens.flat();
  const gradients = upstream.flat();
  const gradientOf = (token: number): number[] => {
    const own = token === padding ? [] : gradients.filter((_, i) => places[i] === token);
    return gradients[0].map((_, d) => own.reduce((sum, gradient) => sum + gradient[d], 0));
  };
  return Array.from({ length: rows }, (_, token) => gradientOf(token));
}
