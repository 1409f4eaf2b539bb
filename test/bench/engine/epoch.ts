// The engine as a contestant: node --import ../../../lib/training/plain.mjs epoch.ts <backend> [threads] [eager|replayed]
import {
  type Backend,
  conv2d,
  createWasmBackend,
  crossEntropy,
  flatten,
  fromValues,
  linear,
  matmul,
  maxPool2d,
  mse,
  noGrad,
  optim,
  record,
  type RecordedStep,
  referenceBackend,
  relu,
  reshape,
  scope,
  type Tensor,
  tanh,
  type WasmInfo,
} from "#engine/index.ts";
import { type Prepared, readNumbers, samplesOf, serve } from "./serve.mjs";
import { type Gemm, parameterShapes, type Training } from "./workloads.ts";

/** Every backend by name. */
const BACKENDS: Readonly<Record<string, () => Backend | Promise<Backend>>> = {
  reference: () => referenceBackend,
  async wasm() {
    const wasm = await createWasmBackend({ threads });
    await wasm.startThreads();
    describeWasm = () => detailOf(wasm.info());
    return wasm;
  },
};

const name = process.argv[2];
const threads = Number(process.argv[3] ?? 1);
const RECORDED_WITHIN = 4;
const isReplayed = process.argv[4] === "replayed";
let describeWasm = () => "";
const backend = await BACKENDS[name]();

await serve({
  introduce: async () => ({
    version: process.version,
    detail: name === "reference" ? "float64, plain loops, 1 thread" : describeWasm(),
  }),
  prepare(workload, folder) {
    if (workload.kind === "gemm") return multiplication(workload, folder);
    if (workload.kind === "training") return training(workload, folder);
    throw new Error("a backend has no peak of its own");
  },
});

function detailOf({ fma, threads }: WasmInfo): string {
  return `float32, WASM SIMD, ${fma ? "fused multiply-add" : "no fused multiply-add"}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

function multiplication({ m, k, n }: Gemm, folder: string): Prepared {
  const a = fromValues(readNumbers(folder, "a"), [m, k], { backend });
  const b = fromValues(readNumbers(folder, "b"), [k, n], { backend });
  const recorded = isReplayed ? record((given: { a: Tensor; b: Tensor }) => matmul(given.a, given.b), { a, b }) : null;
  return {
    restart() {},
    run(steps) {
      if (recorded !== null) {
        recorded.repeat(steps, { a, b });
        return;
      }
      noGrad(() => {
        for (let i = 0; i < steps; i++) scope(() => void matmul(a, b));
      });
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
  let step: () => Tensor;
  let recorded: RecordedStep<{ x: Tensor }, Tensor> | null = null;

  const forward = (input: Tensor) => {
    let next = 0;
    return layers.reduce((h, layer) => {
      switch (layer.kind) {
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
    run(steps) {
      if (recorded === null) for (let i = 0; i < steps; i++) scope(() => void step());
      else recorded.repeat(steps, { x });
    },
    async check(steps) {
      begin();
      const losses: number[] = [];
      for (let i = 0; i < steps; i++) losses.push(await step().item());
      return losses;
    },
  };
}
