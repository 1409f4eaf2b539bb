export function kFoldSplit(order: number[], k: number, fold: number): [training: number[], validation: number[]] {
  const small = Math.floor(order.length / k);
  const longer = order.length % k;
  const startOf = (block: number) => block * small + Math.min(block, longer);
  const [start, stop] = [startOf(fold), startOf(fold + 1)];
  const training = [...order.slice(0, start), ...order.slice(stop)];
  const validation = order.slice(start, stop);
  return [training, validation];
}

export function stratifiedFolds(classes: number[], k: number): number[] {
  const byClass = classes.map((_, index) => index).sort((a, b) => classes[a] - classes[b]);
  const folds = classes.map(() => 0);
  byClass.forEach((index, position) => {
    folds[index] = position % k;
  });
  return folds;
}
