import {
  type Backend,
  conv2d,
  crossEntropy,
  fromValues,
  maxPool2d,
  nn,
  optim,
  Rng,
  scope,
  type Tensor,
  withBackend,
} from "#engine/index.ts";

const STEPS = 20;

/** The losses of a small perceptron on a backend, all numbers drawn from one seed. */
export function trainPerceptron(backend: Backend): Promise<number[]> {
  const rng = new Rng(11);
  const net = withBackend(backend, () => {
    const layers = [new nn.Linear(20, 32, { rng }), new nn.ReLU(), new nn.Linear(32, 16, { rng }), new nn.GELU()];
    return new nn.Sequential(...layers, new nn.Linear(16, 4, { rng }));
  });
  return train(backend, rng, [24, 20], 4, net.parameters(), (x) => net.forward(x));
}

/** The losses of a small convolutional network: two convolutions with pooling, and a linear layer. */
export function trainConvolutional(backend: Backend): Promise<number[]> {
  const rng = new Rng(12);
  const draw = (shape: number[], deviation: number) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Float64Array.from({ length }, () => Math.fround(rng.normal(0, deviation)));
    return fromValues(values, shape, { backend, requiresGrad: true });
  };
  const [first, second, last] = [draw([4, 1, 3, 3], 0.4), draw([6, 4, 3, 3], 0.2), draw([4, 6 * 9], 0.1)];
  const bias = draw([4, 1, 1], 0.1);
  const forward = (x: Tensor) => {
    const a = maxPool2d(conv2d(x, first, { padding: 1 }).add(bias).relu(), 2);
    const b = maxPool2d(conv2d(a, second, { padding: 1 }).relu(), 2);
    return b.reshape([x.shape[0], 6 * 9]).matmul(last.transpose());
  };
  return train(backend, rng, [8, 1, 12, 12], 4, [first, bias, second, last], forward);
}

function train(
  backend: Backend,
  rng: Rng,
  shape: number[],
  classes: number,
  parameters: Tensor[],
  forward: (x: Tensor) => Tensor,
): Promise<number[]> {
  const length = shape.reduce((a, b) => a * b, 1);
  const values = Float64Array.from({ length }, () => Math.fround(rng.normal()));
  const x = fromValues(values, shape, { backend });
  const targets = Array.from({ length: shape[0] }, () => rng.integer(0, classes));
  const optimizer = optim.adam(parameters, { lr: 0.01 });
  // No step waits for the loss of the one before.
  const losses = Array.from({ length: STEPS }, () =>
    scope(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(forward(x), targets);
      loss.backward();
      optimizer.step();
      return { reading: loss.item() };
    }),
  );
  return Promise.all(losses.map(({ reading }) => reading));
}
