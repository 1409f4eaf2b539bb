export function mse(prediction: number[][], target: number[][]): number {
  const squares = prediction.flatMap((row, n) => row.map((y, d) => (y - target[n][d]) ** 2));
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}

export function mseGradient(prediction: number[][], target: number[][]): number[][] {
  const size = prediction.length * prediction[0].length;
  return prediction.map((row, n) => row.map((y, d) => (2 * (y - target[n][d])) / size));
}

function logSoftmax(row: number[]): number[] {
  const largest = Math.max(...row);
  const logSum = Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0));
  return row.map((z) => z - largest - logSum);
}

export function crossEntropy(logits: number[][], classes: number[]): number {
  const losses = logits.map((row, n) => -logSoftmax(row)[classes[n]]);
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

export function crossEntropyGradient(logits: number[][], classes: number[]): number[][] {
  return logits.map((row, n) =>
    logSoftmax(row).map((log, k) => (Math.exp(log) - (k === classes[n] ? 1 : 0)) / logits.length),
  );
}
