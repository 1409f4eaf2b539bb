export function logSumExp(logits: number[][]): number[] {
  return logits.map((row) => {
    const largest = Math.max(...row);
    const sum = row.reduce((total, z) => total + Math.exp(z - largest), 0);
    return largest + Math.log(sum);
  });
}

export function softmax(logits: number[][]): number[][] {
  return logits.map((row) => {
    const top = Math.max(...row);
    const exponentials = row.map((z) => Math.exp(z - top));
    const total = exponentials.reduce((a, b) => a + b, 0);
    return exponentials.map((e) => e / total);
  });
}

export function logSoftmax(logits: number[][]): number[][] {
  const sums = logSumExp(logits);
  return logits.map((row, i) => row.map((z) => z - sums[i]));
}
