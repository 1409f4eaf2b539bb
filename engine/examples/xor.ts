import { bceWithLogits, nn, optim, Rng, sigmoid, tensor } from "../index.ts";

/**
 * XOR, which no straight line separates: two inputs, eight hidden units, one output. Gives the loss of every step and
 * the probability of 1 for (0,0), (0,1), (1,0) and (1,1) in the end.
 */
export function learnXor({ seed = 1, steps = 200 } = {}): { losses: number[]; probabilities: number[] } {
  const rng = new Rng(seed);
  const net = new nn.Sequential(new nn.Linear(2, 8, { rng }), new nn.Tanh(), new nn.Linear(8, 1, { rng }));
  const optimizer = optim.adam(net.parameters(), { lr: 0.1 });

  const x = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const y = tensor([[0], [1], [1], [0]]);

  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = bceWithLogits(net.forward(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.itemSync());
  }
  return { losses, probabilities: [...sigmoid(net.forward(x)).valuesSync()] };
}
