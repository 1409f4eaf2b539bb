/** In one pass: the sum is rescaled whenever a larger logit turns up. */
function logSumExpOf(row: number[]): number {
  let largest = -Infinity;
  let total = 0;
  for (let j = 0; j < row.length; j++) {
    if (row[j] > largest) {
      total = total * Math.exp(largest - row[j]) + 1;
      largest = row[j];
    } else {
      total += Math.exp(row[j] - largest);
    }
  }
  return largest + Math.log(total);
}

export function logSumExp(logits: number[][]): number[] {
  const sums: number[] = [];
  for (const row of logits) sums.push(logSumExpOf(row));
  return sums;
}

export function logSoftmax(logits: number[][]): number[][] {
  const out: number[][] = [];
  for (const row of logits) {
    const sum = logSumExpOf(row);
    const logs: number[] = [];
    for (let j = 0; j < row.length; j++) logs[j] = row[j] - sum;
    out.push(logs);
  }
  return out;
}

export function softmax(logits: number[][]): number[][] {
  const out = logSoftmax(logits);
  for (const row of out) for (let j = 0; j < row.length; j++) row[j] = Math.exp(row[j]);
  return out;
}
