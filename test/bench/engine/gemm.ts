// Matrix products n×n·n×n in float32 on one thread, as a share of what the processor's 128-bit vectors can do: both are
// measured in turns, so that what else the machine does weighs on both.
import { setFlagsFromString } from "node:v8";
import { createWasmBackend } from "#engine/index.ts";
import { makePeakLoop } from "#engine/backend/wasm/peak.ts";
import { machine, median, millisecondsPerCall, options, spread } from "./measure.ts";

const { json, smoke, fma } = options();
if (fma) setFlagsFromString("--experimental-wasm-relaxed-simd");
const SIZES = smoke ? [64] : [64, 128, 256, 512, 1024];
const ROUNDS = smoke ? 1 : 15;
/** Milliseconds for each measurement. */
const TIME = smoke ? 1 : 60;

const backend = await createWasmBackend({ fma });
const peak = makePeakLoop(backend.info().fma);
const gigaflopsOfPeak = () => (1e4 * peak.operations) / millisecondsPerCall(() => peak.run(1e4), TIME / 2) / 1e6;
const products = SIZES.map((n) => {
  const side = () => ({
    storage: backend.upload(new Float64Array(n * n).map((_, i) => Math.sin(i))),
    shape: [n, n],
    strides: [n, 1],
    offset: 0,
  });
  const [a, b] = [side(), side()];
  const multiply = () => {
    const c = backend.kernels.matmul(a, b);
    backend.counts?.retain(c);
    backend.counts?.release(c);
  };
  return {
    n,
    gigaflops: () => (2 * n ** 3) / millisecondsPerCall(multiply, TIME) / 1e6,
    got: [] as number[],
    shares: [] as number[],
  };
});

// The first calls run code that is not yet optimised.
for (const { gigaflops } of products) gigaflops();
gigaflopsOfPeak();
const peaks: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  for (const { gigaflops, got, shares } of products) {
    const before = gigaflopsOfPeak();
    const reached = gigaflops();
    const after = gigaflopsOfPeak();
    got.push(reached);
    shares.push((2 * reached) / (before + after));
    peaks.push(before, after);
  }
}

const rows = products.map(({ n, got, shares }) => ({ n, gigaflops: spread(got), share: spread(shares) }));
if (json) {
  console.log(
    JSON.stringify({
      title: "matrix products, one thread",
      machine: machine(),
      fma: backend.info().fma,
      peak: spread(peaks),
      rows,
    }),
  );
} else {
  console.log(
    `matrix products, one thread, ${backend.info().fma ? "" : "no "}fused multiply-add, peak ${median(peaks).toFixed(1)} GFLOP/s`,
  );
  for (const { n, gigaflops, share } of rows) {
    const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
    console.log(
      `${String(n).padStart(5)}³ ${gigaflops.median.toFixed(1).padStart(6)} GFLOP/s, ${percent(share.median)} of the peak ` +
        `(${percent(share.quartiles[0])} to ${percent(share.quartiles[1])})`,
    );
  }
}
