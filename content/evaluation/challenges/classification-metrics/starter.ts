/** Counts (C, C) of true (rows) and predicted (columns) classes, from two arrays of class numbers (N). */
export function confusionMatrix(truth: number[], predicted: number[], classes: number): number[][] {
  throw new Error("not written yet");
}

/** Share of right predictions. */
export function accuracy(confusion: number[][]): number {
  throw new Error("not written yet");
}

/** Precision, recall and F1 of each class, (C) each; 0/0 is 0. */
export function perClass(confusion: number[][]): [number[], number[], number[]] {
  throw new Error("not written yet");
}

/** Means over the classes of precision, recall and F1. */
export function macro(confusion: number[][]): [number, number, number] {
  throw new Error("not written yet");
}
