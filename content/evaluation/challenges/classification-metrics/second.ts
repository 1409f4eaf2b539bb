export function confusionMatrix(truth: number[], predicted: number[], classes: number): number[][] {
  const numbers = [...Array(classes).keys()];
  return numbers.map((row) =>
    numbers.map((column) => truth.filter((label, n) => label === row && predicted[n] === column).length),
  );
}

export function accuracy(confusion: number[][]): number {
  let right = 0;
  let all = 0;
  for (let i = 0; i < confusion.length; i++) {
    for (let j = 0; j < confusion.length; j++) {
      all += confusion[i][j];
      if (i === j) right += confusion[i][j];
    }
  }
  return right / all;
}

/** Hits, false alarms and misses of each class; F1 straight from them. */
export function perClass(confusion: number[][]): [number[], number[], number[]] {
  const precision: number[] = [];
  const recall: number[] = [];
  const f1: number[] = [];
  for (let k = 0; k < confusion.length; k++) {
    const hits = confusion[k][k];
    let falseAlarms = 0;
    let misses = 0;
    for (let other = 0; other < confusion.length; other++) {
      if (other === k) continue;
      falseAlarms += confusion[other][k];
      misses += confusion[k][other];
    }
    precision.push(hits === 0 ? 0 : hits / (hits + falseAlarms));
    recall.push(hits === 0 ? 0 : hits / (hits + misses));
    f1.push(hits === 0 ? 0 : (2 * hits) / (2 * hits + falseAlarms + misses));
  }
  return [precision, recall, f1];
}

export function macro(confusion: number[][]): [number, number, number] {
  const total: [number, number, number] = [0, 0, 0];
  for (const [i, values] of perClass(confusion).entries()) {
    for (const value of values) total[i] += value / values.length;
  }
  return total;
}
