import {
  type Backend,
  createWasmBackend,
  createWebGpuBackend,
  crossEntropy,
  EngineError,
  type EngineInfo,
  type EngineOptions,
  optim,
  randn,
  referenceBackend,
  Rng,
  scope,
  withBackend,
} from "#engine/index.ts";
import { makeNetwork } from "./network.ts";
import type { Recipe } from "./recipe.ts";

/** All backends, the one that the others are compared with first. */
export const BACKENDS = ["reference", "wasm", "webgpu"] as const;

/** What was found of one backend. */
export interface BackendTrial {
  readonly backend: (typeof BACKENDS)[number];
  /** What it ran on, with the threads that took part; null where it does not work here. */
  readonly on: Pick<EngineInfo, "backend" | "gpu" | "threads" | "note"> | null;
  /** In words why it does not work here; null where it does. */
  readonly missing: string | null;
  /** The largest difference from the reference's losses, as a share of them; null where it was not computed. */
  readonly difference: number | null;
  /** Images learnt from in a second, and how many were in a batch. */
  readonly speed: { readonly images: number; readonly batch: number } | null;
}

/** Losses may differ by this share: float32 and a few steps of Adam. */
export const AGREES_WITHIN = 1e-3;

const STEPS = 3;
const FEW_IMAGES = 2;
/** What is timed is a batch of the usual size, but where plain loops or seconds for a step on few images forbid it. */
const MANY_IMAGES = 64;
const SLOW = 0.25;

// Two convolutions, as for handwritten digits, small enough for plain loops in float64.
const NETWORK: Recipe["network"] = [
  { kind: "conv", inputs: 1, outputs: 16, size: 3, padding: 0 },
  { kind: "relu" },
  { kind: "maxPool", size: 2 },
  { kind: "conv", inputs: 16, outputs: 32, size: 3, padding: 0 },
  { kind: "relu" },
  { kind: "maxPool", size: 2 },
  { kind: "flatten" },
  { kind: "linear", inputs: 32 * 5 * 5, outputs: 10 },
];

/** A backend that is tried, and what it runs on by now. */
interface Tried {
  readonly backend: Backend;
  on(): NonNullable<BackendTrial["on"]>;
  close(): void;
}

const OPEN: Readonly<Record<BackendTrial["backend"], (gpu: EngineOptions["gpu"]) => Promise<Tried>>> = {
  reference: async () => ({
    backend: referenceBackend,
    on: () => ({ backend: "reference", gpu: null, threads: 1, note: null }),
    close() {},
  }),
  async wasm() {
    const backend = await createWasmBackend();
    return {
      backend,
      on() {
        const { threads, note } = backend.info();
        return { backend: "wasm", gpu: null, threads, note };
      },
      close: () => backend.close(),
    };
  },
  async webgpu(gpu) {
    const backend = await createWebGpuBackend({ gpu: typeof gpu === "function" ? await gpu() : gpu });
    return {
      backend,
      on: () => ({ backend: "webgpu", gpu: backend.info(), threads: 1, note: null }),
      close: () => backend.close(),
    };
  },
};

export interface SelfTestOptions {
  /** How long each backend is timed; on a slow one a step may take longer. Null to find out only which work. */
  readonly seconds: number | null;
  /** The runtime's WebGPU, as for `createEngine`. */
  readonly gpu?: EngineOptions["gpu"];
}

/**
 * Takes three steps of training a small network of convolutions on each backend, compares the losses with the reference's and
 * says how fast it goes. What is found is told as it is found.
 */
export async function testBackends(
  { seconds, gpu }: SelfTestOptions,
  tell: (trial: BackendTrial) => void,
): Promise<void> {
  const wanted: number[] = [];
  for (const backend of BACKENDS) {
    tell({ backend, ...(await testBackend(() => OPEN[backend](gpu), wanted, seconds)) });
  }
}

// `wanted` are the reference's losses, or become them.
async function testBackend(
  open: () => Promise<Tried>,
  wanted: number[],
  seconds: number | null,
): Promise<Omit<BackendTrial, "backend">> {
  let tried: Tried | null = null;
  try {
    tried = await open();
    if (seconds === null) return { on: tried.on(), missing: null, difference: null, speed: null };
    return { missing: null, ...(await compare(tried, wanted, seconds)) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { on: null, missing: error.message, difference: null, speed: null };
  } finally {
    tried?.close();
  }
}

async function compare(tried: Tried, wanted: number[], seconds: number) {
  const { backend } = tried;
  const few = stepsOn(backend, FEW_IMAGES);
  const losses: number[] = [];
  for (let i = 0; i < STEPS; i++) losses.push(await few());
  if (wanted.length === 0) wanted.push(...losses);
  const difference = Math.max(...losses.map((loss, i) => Math.abs(loss - wanted[i]) / wanted[i]));
  const isSlow = backend === referenceBackend || (await secondsOf(few, 0)) > SLOW;
  const batch = isSlow ? FEW_IMAGES : MANY_IMAGES;
  const many = isSlow ? few : stepsOn(backend, batch);
  // The first step on a new size prepares what the others use.
  await many();
  const images = batch / (await secondsOf(many, seconds));
  return { on: tried.on(), difference, speed: { images, batch } };
}

/** Seconds of a step, as a mean over so many seconds of steps; of one step at least. */
async function secondsOf(step: () => Promise<number>, seconds: number): Promise<number> {
  const begun = performance.now();
  for (let steps = 1; ; steps++) {
    await step();
    const passed = (performance.now() - begun) / 1000;
    if (passed >= seconds) return passed / steps;
  }
}

/** A step of training on `images` drawn by seed, which gives its loss. */
function stepsOn(backend: Backend, images: number): () => Promise<number> {
  const rng = new Rng(1);
  const network = withBackend(backend, () => makeNetwork({ network: NETWORK, seed: 1 }));
  const optimizer = optim.adam(network.parameters(), { lr: 1e-3 });
  const x = randn([images, 1, 28, 28], rng, { backend });
  const targets = Array.from({ length: images }, (_, i) => i % 10);
  return () =>
    scope(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(network.forward(x), targets);
      loss.backward();
      optimizer.step();
      return { reading: loss.item() };
    }).reading;
}
