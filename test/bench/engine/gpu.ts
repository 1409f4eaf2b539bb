// The WebGPU backend on the adapter that Node has: node --import ./lib/training/plain.mjs test/bench/engine/gpu.ts
// [--sizes 256,1024,4096] [--milliseconds 500]. Products in every tiling, what a dispatch costs, and steps of a perceptron.
import { parseArgs } from "node:util";
import {
  createWebGpuBackend,
  crossEntropy,
  nn,
  optim,
  randn,
  Rng,
  scope,
  type Tensor,
  type WebGpuBackend,
  type WebGpuOptions,
  withBackend,
} from "#engine/index.ts";
import { softwareGpu } from "#test/backend/webgpu/software-gpu.ts";

const { values: chosen } = parseArgs({
  options: { sizes: { type: "string", default: "64,256" }, milliseconds: { type: "string", default: "500" } },
});
const sizes = chosen.sizes.split(",").map(Number);
const budget = Number(chosen.milliseconds);

const TILINGS: readonly WebGpuOptions["tiling"][] = [
  undefined,
  { rows: 32, columns: 32, own: 4, depth: null },
  { rows: 64, columns: 64, own: 8, depth: null },
  { rows: 32, columns: 32, own: 4, depth: 16 },
  { rows: 64, columns: 64, own: 4, depth: 16 },
  { rows: 64, columns: 64, own: 8, depth: 16 },
  { rows: 128, columns: 64, own: 8, depth: 16 },
  { rows: 128, columns: 128, own: 8, depth: 8 },
  { rows: 128, columns: 128, own: 8, depth: 16 },
];

/** Milliseconds of one of several runs that are read together, after one that warms up: the least of a few tries. */
async function timeOf(run: () => Tensor): Promise<number> {
  const carryOut = async (times: number) => {
    const begun = performance.now();
    const { reading } = scope(() => {
      let last = run();
      for (let i = 1; i < times; i++) last = run();
      return { reading: last.slice(0, 0, 1).values() };
    });
    await reading;
    return performance.now() - begun;
  };
  await carryOut(1);
  const once = await carryOut(1);
  const times = Math.max(1, Math.min(200, Math.round(budget / 3 / once)));
  const tries = [await carryOut(times), await carryOut(times), await carryOut(times)];
  return Math.min(...tries) / times;
}

function trainingStep(backend: WebGpuBackend): () => Tensor {
  const rng = new Rng(1);
  const net = withBackend(
    backend,
    () =>
      new nn.Sequential(
        new nn.Linear(784, 256, { rng }),
        new nn.ReLU(),
        new nn.Linear(256, 128, { rng }),
        new nn.ReLU(),
        new nn.Linear(128, 10, { rng }),
      ),
  );
  const optimizer = optim.adam(net.parameters());
  const x = randn([64, 784], rng, { backend });
  const targets = Array.from({ length: 64 }, (_, i) => i % 10);
  return () =>
    scope(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(net.forward(x), targets);
      loss.backward();
      optimizer.step();
      return loss.detach().reshape([1]);
    });
}

const gpu = await softwareGpu();
const first = await createWebGpuBackend({ gpu });
const { vendor, architecture, description, software } = first.info().adapter;
console.log(`${vendor} ${architecture} ${description}${software ? " (a program on the CPU)" : ""}`);

const small = randn([64], new Rng(1), { backend: first });
console.log(`a dispatch of 64 entries: ${((await timeOf(() => small.add(small))) * 1000).toFixed(1)} µs`);
const step = await timeOf(trainingStep(first));
console.log(`a step of 784-256-128-10, batch 64, Adam: ${step.toFixed(2)} ms, ${(1000 / step).toFixed(1)} steps/s`);
first.close();

for (const size of sizes) {
  for (const tiling of TILINGS) {
    const backend = await createWebGpuBackend({ gpu, ...(tiling === undefined ? {} : { tiling }) });
    const [a, b] = [1, 2].map((seed) => randn([size, size], new Rng(seed), { backend }));
    const milliseconds = await timeOf(() => a.matmul(b));
    const name =
      tiling === undefined ? "by size" : `${tiling.rows}×${tiling.columns}, own ${tiling.own}, depth ${tiling.depth}`;
    const rate = (2 * size ** 3) / milliseconds / 1e6;
    console.log(`product of ${size}, ${name}: ${milliseconds.toFixed(2)} ms, ${rate.toFixed(2)} GFLOP/s`);
    backend.close();
  }
}
process.exit(0);
