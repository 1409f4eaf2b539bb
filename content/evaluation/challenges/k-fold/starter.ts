/** [training, validation] indices when block number `fold` of the k blocks of `order` is for validation. */
export function kFoldSplit(order: number[], k: number, fold: number): [training: number[], validation: number[]] {
  throw new Error("not written yet");
}

/** For every example the fold (0 to k − 1) in which it is for validation, dealt out class by class. */
export function stratifiedFolds(classes: number[], k: number): number[] {
  throw new Error("not written yet");
}
