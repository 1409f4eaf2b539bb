type Parameter = number[] | number[][];

/** A parameter's entries with a function applied to each; told whether the entry belongs to a weight. */
function each(parameter: Parameter, of: (x: number, isWeight: boolean, at: number[]) => number): Parameter {
  const out: Parameter = [];
  for (let i = 0; i < parameter.length; i++) {
    const entry = parameter[i];
    if (typeof entry === "number") (out as number[]).push(of(entry, false, [i]));
    else (out as number[][]).push(entry.map((x, j) => of(x, true, [i, j])));
  }
  return out;
}

export function penalty(parameters: Parameter[], l1: number, l2: number): number {
  let [sizes, squares] = [0, 0];
  for (const parameter of parameters) {
    each(parameter, (x, isWeight) => {
      if (isWeight) {
        sizes += x < 0 ? -x : x;
        squares += x ** 2;
      }
      return x;
    });
  }
  return l1 * sizes + (l2 * squares) / 2;
}

export function penaltyGradients(parameters: Parameter[], l1: number, l2: number): Parameter[] {
  const slope = (x: number) => (x === 0 ? 0 : (l1 * x) / Math.abs(x) + l2 * x);
  return parameters.map((parameter) => each(parameter, (x, isWeight) => (isWeight ? slope(x) : 0)));
}

export function decayedStep(parameters: Parameter[], gradients: Parameter[], rate: number, decay: number): Parameter[] {
  return parameters.map((parameter, k) =>
    each(parameter, (x, isWeight, [i, j]) => {
      const row = gradients[k][i];
      const gradient = typeof row === "number" ? row : row[j];
      // SGD on the loss with an L2 penalty.
      return x - rate * (isWeight ? gradient + decay * x : gradient);
    }),
  );
}
