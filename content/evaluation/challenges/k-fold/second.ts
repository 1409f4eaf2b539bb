/** Dealt out one block after another, each taking its share of what is left. */
export function kFoldSplit(order: number[], k: number, fold: number): [training: number[], validation: number[]] {
  const left = [...order];
  const training: number[] = [];
  let validation: number[] = [];
  for (let block = 0; block < k; block++) {
    const taken = left.splice(0, Math.ceil(left.length / (k - block)));
    if (block === fold) validation = taken;
    else training.push(...taken);
  }
  return [training, validation];
}

/** The fold of an example by how many come before it. */
export function stratifiedFolds(classes: number[], k: number): number[] {
  return classes.map((own, index) => {
    const before = classes.filter((other, at) => other < own || (other === own && at < index));
    return before.length % k;
  });
}
