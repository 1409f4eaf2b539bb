/** Minus the logarithm of a token's probability. */
function surprise(logits: number[], right: number): number {
  let top = -Infinity;
  for (const z of logits) top = Math.max(top, z - logits[right]);
  let sum = 0;
  for (const z of logits) sum += Math.exp(z - logits[right] - top);
  return top + Math.log(sum);
}

/** 1 for every position whose next token counts, 0 for the others and for the last one. */
const maskOf = (tokens: number[][], padding: number) =>
  tokens.map((row) => row.map((_, t) => (t + 1 < row.length && row[t + 1] !== padding ? 1 : 0)));

const total = (rows: number[][]) => rows.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);

export function nextTokenLoss(logits: number[][][], tokens: number[][], padding: number): [number, number] {
  const mask = maskOf(tokens, padding);
  const losses = mask.map((row, n) => row.map((m, t) => (m === 0 ? 0 : surprise(logits[n][t], tokens[n][t + 1]))));
  const loss = total(losses) / total(mask);
  return [loss, Math.E ** loss];
}

export function nextTokenLossGradient(logits: number[][][], tokens: number[][], padding: number): number[][][] {
  const mask = maskOf(tokens, padding);
  const count = total(mask);
  return logits.map((sequence, n) =>
    sequence.map((row, t) =>
      row.map((_, k) => {
        if (mask[n][t] === 0) return 0;
        const p = Math.exp(-surprise(row, k));
        return (k === tokens[n][t + 1] ? p - 1 : p) / count;
      }),
    ),
  );
}
