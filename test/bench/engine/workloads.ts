/** One layer of a network; convolutions have no padding and step by one, as by PyTorch's default. */
export type Layer =
  | { readonly kind: "linear"; readonly inputs: number; readonly outputs: number }
  | { readonly kind: "conv"; readonly inputs: number; readonly outputs: number; readonly size: number }
  | { readonly kind: "maxPool"; readonly size: number }
  /** An encoder layer on (batch,length,width) that normalizes first, without dropout. */
  | { readonly kind: "transformer"; readonly width: number; readonly heads: number; readonly feedForward: number }
  | { readonly kind: "flatten" | "relu" | "tanh" };

/** C (m,n) = A (m,k) · B (k,n) in float32. */
export interface Gemm {
  readonly kind: "gemm";
  readonly name: string;
  readonly what: string;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** A step is forward, loss, backward and optimizer, always on the same batch. */
export interface Training {
  readonly kind: "training";
  readonly name: string;
  readonly what: string;
  /** (batch,…) */
  readonly inputShape: readonly number[];
  readonly outputs: number;
  readonly layers: readonly Layer[];
  readonly loss: "crossEntropy" | "squaredError";
  readonly optimizer: { readonly kind: "adam" | "sgd"; readonly lr: number };
}

/** A loop of multiply-adds on vectors of 128 bits in registers: what one thread can do at best. */
export interface Peak {
  readonly kind: "peak";
  readonly name: string;
  readonly what: string;
  /** One fused instruction, or a product and then a sum. */
  readonly fused: boolean;
  /** Rounds of the loop in one step. */
  readonly rounds: number;
}

export type Workload = Gemm | Training | Peak;

/** Chains of multiply-adds that do not wait for each other: enough to fill the units, few enough to stay in registers. */
export const PEAK_CHAINS = 12;

/** What is measured, smallest first. `small` has the same kinds in sizes that only show that everything runs. */
export function workloads(small: boolean): readonly Workload[] {
  return small ? [...peaks(8), ...SMALL] : [...peaks(20_000), ...GEMMS, ...TRAININGS];
}

/**
 * What is measured on a GPU: products up to a size that fills a large one, and the same networks with a transformer. `small` has
 * sizes that a program in place of a GPU can do.
 */
export function gpuWorkloads(small: boolean): readonly Workload[] {
  const sizes = small ? [64, 256] : [512, 1024, 2048, 4096];
  const networks = small ? SMALL.filter(({ name }) => name === "mlp" || name === "cnn") : TRAININGS.slice(1);
  return [...sizes.map((n) => gemm(n, n, n)), ...networks, small ? transformer(4, 8, 16) : transformer(32, 64, 256)];
}

/** Multiplications and additions of one step; null where they are not counted. */
export function operationsOf(workload: Workload): number | null {
  if (workload.kind === "gemm") return 2 * workload.m * workload.k * workload.n;
  if (workload.kind === "peak") return workload.rounds * PEAK_CHAINS * 4 * 2;
  return null;
}

/** The shapes of a network's parameters in order: weight (out,in) or (out,in,size,size), then bias (out). */
export function parameterShapes(layers: readonly Layer[]): number[][] {
  return layers.flatMap((layer) => {
    if (layer.kind === "linear") return [[layer.outputs, layer.inputs], [layer.outputs]];
    if (layer.kind === "transformer") return transformerShapes(layer);
    if (layer.kind === "conv") return [[layer.outputs, layer.inputs, layer.size, layer.size], [layer.outputs]];
    return [];
  });
}

/** In PyTorch's order: attention, its projection, the two linear layers, the two norms; weight and bias of each. */
function transformerShapes({ width, feedForward }: Extract<Layer, { kind: "transformer" }>): number[][] {
  const weights: readonly (readonly [number, number])[] = [
    [3 * width, width],
    [width, width],
    [feedForward, width],
    [width, feedForward],
  ];
  return [
    ...weights.flatMap(([outputs, inputs]) => [[outputs, inputs], [outputs]]),
    ...Array.from({ length: 4 }, () => [width]),
  ];
}

function transformer(batch: number, length: number, width: number): Training {
  const layer: Layer = { kind: "transformer", width, heads: 4, feedForward: 4 * width };
  return {
    kind: "training",
    name: "transformer",
    what: `transformer: 2 encoder layers of width ${width}, 4 heads, sequences of ${length}, batch ${batch}, cross-entropy, Adam`,
    inputShape: [batch, length, width],
    outputs: 10,
    layers: [layer, layer, flatten, linear(length * width, 10)],
    loss: "crossEntropy",
    optimizer: ADAM,
  };
}

function peaks(rounds: number): Peak[] {
  return [
    { kind: "peak", name: "peak", what: "unfused multiply-add", fused: false, rounds },
    { kind: "peak", name: "peak-fma", what: "fused multiply-add", fused: true, rounds },
  ];
}

function gemm(m: number, k: number, n: number, what = `${m}³`): Gemm {
  return { kind: "gemm", name: m === k && k === n ? `gemm-${m}` : `gemm-${m}x${k}x${n}`, what, m, k, n };
}

function linear(inputs: number, outputs: number): Layer {
  return { kind: "linear", inputs, outputs };
}

function conv(inputs: number, outputs: number): Layer {
  return { kind: "conv", inputs, outputs, size: 3 };
}

const relu: Layer = { kind: "relu" };
const halve: Layer = { kind: "maxPool", size: 2 };
const flatten: Layer = { kind: "flatten" };
const BATCH = 64;
const ADAM = { kind: "adam", lr: 1e-3 } as const;

const GEMMS: readonly Gemm[] = [
  ...[64, 128, 256, 512, 1024].map((n) => gemm(n, n, n)),
  gemm(BATCH, 784, 256, "MLP, first layer"),
  gemm(256, BATCH, 784, "its weight's gradient"),
  gemm(BATCH, 256, 128, "MLP, second layer"),
  gemm(32, 9, BATCH * 26 * 26, "first convolution"),
  gemm(64, 32 * 9, BATCH * 11 * 11, "second convolution"),
  gemm(64, BATCH * 11 * 11, 32 * 9, "its weight's gradient"),
];

const TRAININGS: readonly Training[] = [
  {
    kind: "training",
    name: "tiny",
    what: "2-4-1, tanh, squared error, batch 4, SGD",
    inputShape: [4, 2],
    outputs: 1,
    layers: [linear(2, 4), { kind: "tanh" }, linear(4, 1)],
    loss: "squaredError",
    optimizer: { kind: "sgd", lr: 0.01 },
  },
  {
    kind: "training",
    name: "mlp",
    what: "MLP 784-256-128-10, ReLU, cross-entropy, batch 64, Adam",
    inputShape: [BATCH, 784],
    outputs: 10,
    layers: [linear(784, 256), relu, linear(256, 128), relu, linear(128, 10)],
    loss: "crossEntropy",
    optimizer: ADAM,
  },
  {
    kind: "training",
    name: "cnn",
    what: "CNN on 28×28: conv 1→32 3×3, ReLU, max-pool 2, conv 32→64 3×3, ReLU, max-pool 2, fc 128, ReLU, fc 10, cross-entropy, batch 64, Adam",
    inputShape: [BATCH, 1, 28, 28],
    outputs: 10,
    layers: [
      conv(1, 32),
      relu,
      halve,
      conv(32, 64),
      relu,
      halve,
      flatten,
      linear(64 * 5 * 5, 128),
      relu,
      linear(128, 10),
    ],
    loss: "crossEntropy",
    optimizer: ADAM,
  },
];

const SMALL: readonly Workload[] = [
  gemm(8, 8, 8),
  gemm(3, 9, 5, "odd"),
  TRAININGS[0],
  {
    ...TRAININGS[1],
    what: "MLP 12-8-3",
    inputShape: [5, 12],
    outputs: 3,
    layers: [linear(12, 8), relu, linear(8, 3)],
  },
  {
    ...TRAININGS[2],
    what: "CNN on 11×11",
    inputShape: [3, 1, 11, 11],
    outputs: 3,
    layers: [conv(1, 2), relu, halve, conv(2, 3), relu, flatten, linear(3 * 2 * 2, 3)],
  },
];
