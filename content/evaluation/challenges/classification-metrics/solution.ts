const sum = (numbers: number[]) => numbers.reduce((total, x) => total + x, 0);

const mean = (numbers: number[]) => sum(numbers) / numbers.length;

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

export function confusionMatrix(truth: number[], predicted: number[], classes: number): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [n, label] of truth.entries()) confusion[label][predicted[n]] += 1;
  return confusion;
}

export function accuracy(confusion: number[][]): number {
  return sum(confusion.map((row, k) => row[k])) / sum(confusion.flat());
}

export function perClass(confusion: number[][]): [number[], number[], number[]] {
  const precision = confusion.map((row, k) => ratio(row[k], sum(confusion.map((other) => other[k]))));
  const recall = confusion.map((row, k) => ratio(row[k], sum(row)));
  const f1 = precision.map((p, k) => ratio(2 * p * recall[k], p + recall[k]));
  return [precision, recall, f1];
}

export function macro(confusion: number[][]): [number, number, number] {
  const [precision, recall, f1] = perClass(confusion);
  return [mean(precision), mean(recall), mean(f1)];
}
