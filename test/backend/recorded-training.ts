import { type Backend, crossEntropy, fromValues, nn, optim, Rng, type Tensor, withBackend } from "#engine/index.ts";

export type Batch = { readonly x: Float64Array; readonly y: Float64Array };
export type Inputs = { readonly x: Tensor; readonly y: Tensor };

export interface Training {
  readonly shape: readonly number[];
  readonly network: (rng: Rng) => { forward(x: Tensor): Tensor; parameters(): Tensor[]; state(): Map<string, Tensor> };
  readonly optimizer: (
    parameters: Tensor[],
  ) => ReturnType<typeof optim.adam> | ReturnType<typeof optim.sgd> | ReturnType<typeof optim.rmsprop>;
  readonly extra?: (parameters: Tensor[]) => void;
  readonly schedule?: boolean;
}

const CLASSES = 5;

/** Steps of training of every sort, by what they are. */
export const trainings: Readonly<Record<string, Training>> = {
  "a perceptron with Adam, clipping and a schedule": {
    shape: [8, 40],
    network: (rng) =>
      new nn.Sequential(new nn.Linear(40, 33, { rng }), new nn.GELU(), new nn.Linear(33, CLASSES, { rng })),
    optimizer: (w) => optim.adam(w, { lr: 0.01 }),
    extra: (w) => void optim.clipGradNorm(w, 0.5),
    schedule: true,
  },
  "convolutions with batch norm": {
    shape: [6, 2, 9, 7],
    network: (rng) =>
      new nn.Sequential(
        new nn.Conv2d(2, 5, 3, { rng, padding: 1 }),
        new nn.BatchNorm2d(5),
        new nn.ReLU(),
        new nn.MaxPool2d(2),
        new nn.Flatten(),
        new nn.Linear(5 * 4 * 3, CLASSES, { rng }),
      ),
    optimizer: (w) => optim.adamw(w, { lr: 0.01, amsgrad: true }),
  },
  "a recurrent network": {
    shape: [4, 7, 6],
    network: (rng) => {
      const lstm = new nn.LSTM(6, 9, { rng });
      const head = new nn.Linear(9, CLASSES, { rng });
      const parameters = [...lstm.parameters(), ...head.parameters()];
      return {
        forward: (x) => head.forward(lstm.forward(x).output.slice(1, 6, 7).reshape([4, 9])),
        parameters: () => parameters,
        state: () => new Map(parameters.map((w, i) => [String(i), w.detach()])),
      };
    },
    optimizer: (w) => optim.rmsprop(w, { lr: 0.003, centered: true, momentum: 0.5 }),
  },
  "momentum, whose first step is another": {
    shape: [8, 40],
    network: (rng) =>
      new nn.Sequential(new nn.Linear(40, 30, { rng }), new nn.Tanh(), new nn.Linear(30, CLASSES, { rng })),
    optimizer: (w) => optim.nesterov(w, { lr: 0.05, weightDecay: 0.01 }),
    schedule: true,
  },
  "dropout, whose mask is drawn anew each time": {
    shape: [8, 40],
    network: (rng) =>
      new nn.Sequential(
        new nn.Linear(40, 30, { rng }),
        new nn.Dropout(0.3, { rng: new Rng(8) }),
        new nn.Linear(30, CLASSES, { rng }),
      ),
    optimizer: (w) => optim.sgd(w, { lr: 0.05 }),
  },
};

/** Batches drawn from a seed. */
export function batches(shape: readonly number[], count: number): Batch[] {
  const rng = new Rng(77);
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: count }, () => ({
    x: Float64Array.from({ length: size }, () => rng.normal()),
    y: Float64Array.from({ length: shape[0] }, () => rng.integer(0, CLASSES)),
  }));
}

/** A training on a backend, from the same weights each time. */
export function prepare(on: Backend, { shape, network, optimizer, extra, schedule }: Training) {
  const net = withBackend(on, () => network(new Rng(4)));
  const updates = optimizer(net.parameters());
  const scheduler = schedule ? optim.schedule(updates, optim.cosineAnnealingLR({ tMax: 60 })) : null;
  const step = ({ x, y }: Inputs) => {
    updates.zeroGrad();
    const loss = crossEntropy(net.forward(x), y);
    loss.backward();
    extra?.(net.parameters());
    updates.step();
    scheduler?.step();
    return loss;
  };
  const tensors = ({ x, y }: Batch): Inputs => ({
    x: fromValues(x, shape, { backend: on }),
    y: fromValues(y, [shape[0]], { backend: on }),
  });
  const outcome = async () => ({
    weights: await Promise.all([...net.state().values()].map((w) => w.values())),
    counts: net.parameters().map((w) => updates.state(w)?.t),
    gradients: await Promise.all(net.parameters().map(async (w) => w.grad?.values())),
    rates: updates.groups.map(({ lr }) => lr),
  });
  return { net, updates, step, tensors, outcome };
}
