import {
  argmax,
  type Backend,
  crossEntropy,
  data,
  equal,
  mean,
  nn,
  noGrad,
  optim,
  referenceBackend,
  Rng,
  scope,
  type Tensor,
  withBackend,
} from "../index.ts";

type Digits = data.Dataset<"inputs" | "targets">;

/**
 * Handwritten digits, as `data.readIdxImages` gives them, told by a network of one hidden layer. Trains on `train` and gives the
 * loss of every step, and the share of `test` that it tells right in the end.
 */
export function learnDigits(
  { train, test }: { readonly train: Digits; readonly test: Digits },
  {
    backend = referenceBackend,
    hidden = 256,
    epochs = 10,
    seed = 1,
  }: { backend?: Backend; hidden?: number; epochs?: number; seed?: number } = {},
): { losses: number[]; accuracy: number } {
  const pixels = data.fitStandardization(train.field("inputs"), { axis: null });
  const transforms = { inputs: [(batch: data.HostArray) => pixels.apply(batch)] };
  const batches = new data.DataLoader(train, { batchSize: 128, shuffle: true, seed, transforms, backend });

  const rng = new Rng(seed);
  const net = withBackend(backend, () => {
    const first = new nn.Linear(784, hidden, { rng });
    return new nn.Sequential(new nn.Flatten(), first, new nn.ReLU(), new nn.Linear(hidden, 10, { rng }));
  });
  const optimizer = optim.adam(net.parameters());
  const scheduler = optim.schedule(optimizer, optim.oneCycleLR({ maxLr: 3e-3, totalSteps: epochs * batches.length }));

  const losses: number[] = [];
  const learn = ({ value: batch }: IteratorResult<Record<"inputs" | "targets", Tensor>, void>): boolean => {
    if (batch === undefined) return false;
    const loss = crossEntropy(net.forward(batch.inputs), batch.targets);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(loss.itemSync());
    return true;
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const steps = batches.epoch(epoch);
    // A scope for each step, from its batch on, gives the memory back.
    while (scope(() => learn(steps.next()))) scheduler.step();
  }

  const accuracy = noGrad(() =>
    scope(() => {
      const [held] = new data.DataLoader(test, { batchSize: test.length, transforms, backend }).epoch();
      return mean(equal(argmax(net.forward(held.inputs), -1), held.targets)).itemSync();
    }),
  );
  return { losses, accuracy };
}
