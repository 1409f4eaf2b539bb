// Training steps of an MLP 784-256-128-10 with batch 64 and Adam, on the WASM backend, in turns with the loop that shows what
// the processor's vectors can do at the time; and then on the reference.
import { setFlagsFromString } from "node:v8";
import {
  type Backend,
  createWasmBackend,
  crossEntropy,
  nn,
  optim,
  randn,
  referenceBackend,
  Rng,
  scope,
  withBackend,
} from "#engine/index.ts";
import { makePeakLoop } from "#engine/backend/wasm/peak.ts";
import { machine, median, millisecondsPerCall, options, spread } from "./measure.ts";

const { json, smoke, fma } = options();
if (fma) setFlagsFromString("--experimental-wasm-relaxed-simd");
const BATCH = smoke ? 4 : 64;
const ROUNDS = smoke ? 1 : 12;
const WARM_UP = smoke ? 1 : 60;
const OPERATIONS = 2 * BATCH * (2 * 784 * 256 + 3 * (256 * 128 + 128 * 10));

const backend = await createWasmBackend({ fma });
const peak = makePeakLoop(backend.info().fma);
const fast = trainer(backend);
const slow = trainer(referenceBackend);
for (let i = 0; i < WARM_UP; i++) fast();
const [steps, referenceSteps, peaks]: number[][] = [[], [], []];
for (let round = 0; round < ROUNDS; round++) {
  peaks.push((1e4 * peak.operations) / millisecondsPerCall(() => peak.run(1e4), smoke ? 1 : 40) / 1e6);
  steps.push(1000 / millisecondsPerCall(fast, smoke ? 1 : 400));
}
// Not in turns: its garbage would be collected while the other is measured.
for (let round = 0; round < (smoke ? 1 : 5); round++) referenceSteps.push(1000 / millisecondsPerCall(slow, 1));

const result = {
  title: "MLP 784-256-128-10, batch 64, Adam: steps per second",
  machine: machine(),
  fma: backend.info().fma,
  peak: spread(peaks),
  wasm: spread(steps),
  reference: spread(referenceSteps),
  memory: backend.info().memory,
};
if (json) console.log(JSON.stringify(result));
else {
  const times = median(steps) / median(referenceSteps);
  const share = (median(steps) * OPERATIONS) / 1e9 / median(peaks);
  console.log(
    `${result.title}, ${result.fma ? "" : "no "}fused multiply-add, peak ${median(peaks).toFixed(1)} GFLOP/s`,
  );
  console.log(`wasm      ${median(steps).toFixed(0).padStart(6)} (best ${result.wasm.best.toFixed(0)})`);
  console.log(`reference ${median(referenceSteps).toFixed(1).padStart(6)}: ${times.toFixed(0)} times slower`);
  console.log(`the matrix products alone are ${(100 * share).toFixed(0)} % of the peak`);
}

function trainer(on: Backend): () => number {
  const rng = new Rng(1);
  const net = scope(() =>
    withBackend(on, () => {
      const [a, b, c] = [
        new nn.Linear(784, 256, { rng }),
        new nn.Linear(256, 128, { rng }),
        new nn.Linear(128, 10, { rng }),
      ];
      return new nn.Sequential(a, new nn.ReLU(), b, new nn.ReLU(), c);
    }),
  );
  const optimizer = optim.adam(net.parameters());
  const x = randn([BATCH, 784], rng, { backend: on });
  const targets = Array.from({ length: BATCH }, (_, i) => i % 10);
  return () =>
    scope(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(net.forward(x), targets);
      loss.backward();
      optimizer.step();
      return loss.itemSync();
    });
}
