interface Prediction {
  n: number;
  t: number;
  target: number;
}

/** The predictions that count. */
function predictions(tokens: number[][], padding: number): Prediction[] {
  const all = tokens.flatMap((row, n) => row.slice(1).map((target, t) => ({ n, t, target })));
  return all.filter(({ target }) => target !== padding);
}

function logSoftmax(row: number[]): number[] {
  const largest = Math.max(...row);
  const logSum = Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0));
  return row.map((z) => z - largest - logSum);
}

export function nextTokenLoss(
  logits: number[][][],
  tokens: number[][],
  padding: number,
): [loss: number, perplexity: number] {
  const surprises = predictions(tokens, padding).map(({ n, t, target }) => -logSoftmax(logits[n][t])[target]);
  const loss = surprises.reduce((sum, surprise) => sum + surprise, 0) / surprises.length;
  return [loss, Math.exp(loss)];
}

export function nextTokenLossGradient(logits: number[][][], tokens: number[][], padding: number): number[][][] {
  const counting = predictions(tokens, padding);
  const gradient = logits.map((sequence) => sequence.map((row) => row.map(() => 0)));
  for (const { n, t, target } of counting) {
    gradient[n][t] = logSoftmax(logits[n][t]).map(
      (log, k) => (Math.exp(log) - (k === target ? 1 : 0)) / counting.length,
    );
  }
  return gradient;
}
