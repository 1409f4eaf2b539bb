import * as solution from "./solution.ts";

type Operation = [name: string, a: number, b: number];

/** Leaves from the numbers, then one value for each operation; returns every value's data and gradient. */
export function runGraph(numbers: number[], operations: Operation[]) {
  const values = numbers.map((number) => new solution.Value(number));
  for (const [name, a, b] of operations) {
    const left = values[a];
    if (name === "add") values.push(left.add(values[b]));
    else if (name === "mul") values.push(left.mul(values[b]));
    else if (name === "add_number") values.push(left.add(b));
    else if (name === "mul_number") values.push(left.mul(b));
    else values.push(name === "tanh" ? left.tanh() : left.relu());
  }
  values[values.length - 1].backward();
  return [values.map(({ data }) => data), values.map(({ grad }) => grad)];
}

/** Fits out · tanh(weight · x + bias) to the targets; returns the losses and the parameters at the end. */
export function fit(xs: number[], targets: number[], start: number[], rate: number, steps: number) {
  let parameters = start;
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const [weight, bias, out] = parameters.map((number) => new solution.Value(number));
    let loss = new solution.Value(0);
    for (let i = 0; i < xs.length; i++) {
      const error = out.mul(weight.mul(xs[i]).add(bias).tanh()).add(-targets[i]);
      loss = loss.add(error.mul(error));
    }
    loss.backward();
    losses.push(loss.data);
    parameters = [weight, bias, out].map(({ data, grad }) => data - rate * grad);
  }
  return [losses, parameters];
}
