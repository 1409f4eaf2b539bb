// The engine as a contestant: node --import ../../../lib/training/plain.mjs epoch.ts <backend> [threads] [eager|replayed]
import {
  type Backend,
  conv2d,
  createWasmBackend,
  createWebGpuBackend,
  crossEntropy,
  flatten,
  fromValues,
  linear,
  matmul,
  maxPool2d,
  mse,
  nn,
  noGrad,
  optim,
  record,
  type RecordedStep,
  referenceBackend,
  relu,
  reshape,
  Rng,
  scope,
  type Tensor,
  tanh,
  type WasmInfo,
  withBackend,
} from "#engine/index.ts";
import { nodeGpu } from "#lib/training/node-gpu.ts";
import { type Prepared, readNumbers, samplesOf, serve } from "./serve.mjs";
import { type Gemm, parameterShapes, type Training } from "./workloads.ts";

/** Every backend by name. */
const BACKENDS: Readonly<Record<string, () => Backend | Promise<Backend>>> = {
  reference: () => referenceBackend,
  async wasm() {
    const wasm = await createWasmBackend({ threads });
    await wasm.startThreads();
    describeBackend = () => detailOf(wasm.info());
    return wasm;
  },
  async webgpu() {
    const webgpu = await createWebGpuBackend({ gpu: await nodeGpu() });
    const { description, software } = webgpu.info().adapter;
    describeBackend = () => `float32, WGSL, ${description}${software ? ", a program in place of a GPU" : ""}`;
    return webgpu;
  },
};

const name = process.argv[2];
const threads = Number(process.argv[3] ?? 1);
const RECORDED_WITHIN = 4;
const isReplayed = process.argv[4] === "replayed";
let describeBackend = () => "";
let backend: Backend;

await serve({
  async introduce() {
    backend = await BACKENDS[name]();
    return {
      version: process.version,
      detail: name === "reference" ? "float64, plain loops, 1 thread" : describeBackend(),
    };
  },
  prepare(workload, folder) {
    if (workload.kind === "gemm") return multiplication(workload, folder);
    if (workload.kind === "training") return training(workload, folder);
    throw new Error("a backend has no peak of its own");
  },
});

function detailOf({ fma, threads }: WasmInfo): string {
  return `float32, WASM SIMD, ${fma ? "fused multiply-add" : "no fused multiply-add"}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

/** Waits until a device that computes later has done all that it was told of. */
async function finished(last: Tensor): Promise<void> {
  if (backend.readSync === undefined)
    await scope(() => ({ reading: reshape(last, [-1]).slice(0, 0, 1).values() })).reading;
}

function multiplication({ m, k, n }: Gemm, folder: string): Prepared {
  const a = fromValues(readNumbers(folder, "a"), [m, k], { backend });
  const b = fromValues(readNumbers(folder, "b"), [k, n], { backend });
  const recorded = isReplayed ? record((given: { a: Tensor; b: Tensor }) => matmul(given.a, given.b), { a, b }) : null;
  return {
    restart() {},
    async run(steps) {
      if (recorded !== null) return finished(recorded.repeat(steps, { a, b }));
      const { last } = noGrad(() =>
        scope(() => {
          for (let i = 1; i < steps; i++) scope(() => void matmul(a, b));
          return { last: finished(matmul(a, b)) };
        }),
      );
      return last;
    },
    check: async () => samplesOf(await matmul(a, b).values()),
  };
}

function training({ inputShape, outputs, layers, loss, optimizer }: Training, folder: string): Prepared {
  const shapes = parameterShapes(layers);
  const x = fromValues(readNumbers(folder, "x"), inputShape, { backend });
  const classes = Array.from(readNumbers(folder, "target"));
  const values = loss === "squaredError" ? fromValues(classes, [inputShape[0], outputs], { backend }) : null;
  let parameters: Tensor[] = [];
  /** The layers that are modules, by their place. */
  let blocks = new Map<number, nn.TransformerEncoderLayer>();
  let step: () => Tensor;
  let recorded: RecordedStep<{ x: Tensor }, Tensor> | null = null;

  const forward = (input: Tensor) => {
    let next = 0;
    return layers.reduce((h, layer, at) => {
      switch (layer.kind) {
        case "transformer":
          next += parameterShapes([layer]).length;
          return (blocks.get(at) as nn.TransformerEncoderLayer).forward(h);
        case "linear":
          return linear(h, parameters[next++], parameters[next++]);
        case "conv":
          return conv2d(h, parameters[next++], { bias: parameters[next++] });
        case "maxPool":
          return maxPool2d(h, layer.size);
        case "flatten":
          return reshape(h, [h.shape[0], flatten(h).size / h.shape[0]]);
        case "relu":
          return relu(h);
        case "tanh":
          return tanh(h);
      }
    }, input);
  };
  const begin = () => {
    parameters = shapes.map((shape, i) =>
      fromValues(readNumbers(folder, `p${i}`), shape, { backend, requiresGrad: true }),
    );
    blocks = withBackend(backend, () => transformers(layers));
    let next = 0;
    layers.forEach((layer, at) => {
      const block = blocks.get(at);
      const count = parameterShapes([layer]).length;
      if (block !== undefined) {
        const names = [...block.state().keys()];
        block.load(new Map(names.map((name, i) => [name, parameters[next + i].detach()])));
        parameters.splice(next, count, ...block.parameters());
      }
      next += count;
    });
    const updates = optimizer.kind === "adam" ? optim.adam(parameters, optimizer) : optim.sgd(parameters, optimizer);
    const train = (input: Tensor) => {
      updates.zeroGrad();
      const output = values === null ? crossEntropy(forward(input), classes) : mse(forward(input), values);
      output.backward();
      updates.step();
      return output;
    };
    recorded?.release();
    recorded = isReplayed ? record((inputs: { x: Tensor }) => train(inputs.x), { x }) : null;
    step = () => (recorded === null ? train(x) : recorded.run({ x }));
  };
  return {
    restart() {
      begin();
      // Recording is over after a few steps.
      if (isReplayed) for (let i = 0; i < RECORDED_WITHIN; i++) scope(() => void step());
    },
    async run(steps) {
      if (recorded !== null) return finished(recorded.repeat(steps, { x }));
      for (let i = 1; i < steps; i++) scope(() => void step());
      return scope(() => ({ last: finished(step().detach()) })).last;
    },
    async check(steps) {
      begin();
      const losses: number[] = [];
      for (let i = 0; i < steps; i++) losses.push(await step().item());
      return losses;
    },
  };
}

function transformers(layers: Training["layers"]): Map<number, nn.TransformerEncoderLayer> {
  const made = layers.flatMap((layer, at) => {
    if (layer.kind !== "transformer") return [];
    const settings = { feedForward: layer.feedForward, dropout: 0, batchFirst: true, normFirst: true };
    const block = new nn.TransformerEncoderLayer(layer.width, layer.heads, { rng: new Rng(1), ...settings });
    return [[at, block] as const];
  });
  return new Map(made);
}
