// The engine on the GPU that Node has, beside its peers: npm run bench:gpu [-- --write --software --sizes 256,1024,4096 --rounds 15
// --turn 150 --milliseconds 500]. Products in every tiling, what a dispatch costs, steps of training. On a program in place of a
// GPU all sizes are small and say only that everything runs.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  createWebGpuBackend,
  type GpuInterface,
  randn,
  record,
  Rng,
  scope,
  type Tensor,
  type WebGpuBackend,
  type WebGpuOptions,
} from "#engine/index.ts";
import { nodeGpu } from "#lib/training/node-gpu.ts";
import { plainLoader } from "#lib/training/child.ts";
import { provideDriver } from "#test/backend/webgpu/software-gpu.ts";
import type { Report } from "./run.ts";
import { describe, replaceBetween } from "./table.ts";

const { values: chosen } = parseArgs({
  options: {
    sizes: { type: "string" },
    milliseconds: { type: "string", default: "500" },
    rounds: { type: "string" },
    turn: { type: "string" },
    write: { type: "boolean", default: false },
    /** On a program in place of a GPU, Chromium's. */
    software: { type: "boolean", default: false },
  },
});
const budget = Number(chosen.milliseconds);

const PAGE = fileURLToPath(new URL("../../../docs/bench.md", import.meta.url));
const BEGIN = "<!-- written by npm run bench:gpu -- --write -->";
const END = "<!-- end of what is written of a GPU -->";

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

/** What a kernel of 64 entries costs in microseconds, told one by one and replayed, where each waits for the one before. */
async function dispatchCosts(backend: WebGpuBackend): Promise<{ eager: number; replayed: number }> {
  const CHAIN = 100;
  const small = randn([64], new Rng(1), { backend });
  const chain = (x: Tensor) => {
    let y = x;
    for (let i = 0; i < CHAIN; i++) y = y.add(x);
    return y;
  };
  const eager = await timeOf(() => chain(small));
  const recorded = record(({ x }: { x: Tensor }) => chain(x), { x: small });
  for (let i = 0; i < 3; i++) scope(() => void recorded.run({ x: small }));
  const replayed = await timeOf(() => recorded.run({ x: small }));
  recorded.release();
  return { eager: (eager * 1000) / CHAIN, replayed: (replayed * 1000) / CHAIN };
}

/** A line of Markdown for each tiling: GFLOP/s of square products. */
async function tilingTable(gpu: GpuInterface, sizes: readonly number[]): Promise<string[]> {
  const rows: string[] = [];
  for (const tiling of TILINGS) {
    const backend = await createWebGpuBackend({ gpu, ...(tiling === undefined ? {} : { tiling }) });
    const rates: string[] = [];
    for (const size of sizes) {
      const [a, b] = [1, 2].map((seed) => randn([size, size], new Rng(seed), { backend }));
      rates.push(((2 * size ** 3) / (await timeOf(() => a.matmul(b))) / 1e6).toPrecision(3));
    }
    backend.close();
    rows.push(`| ${nameOf(tiling)} | ${rates.join(" | ")} |`);
  }
  return [
    `| tiles | ${sizes.map((size) => `${size}³`).join(" | ")} |`,
    `| --- |${sizes.map(() => " ---: |").join("")}`,
    ...rows,
  ];
}

function nameOf(tiling: WebGpuOptions["tiling"]): string {
  if (tiling === undefined) return "by size";
  const { rows, columns, own, depth } = tiling;
  return `${rows}×${columns}, ${own}×${own} a thread, ${depth === null ? "each alone" : `${depth} deep together`}`;
}

/** What run.ts measures on a GPU. */
function besidePeers(small: boolean): Report {
  const rounds = chosen.rounds ?? (small ? "3" : "15");
  const words = ["--gpu", "--json", ...(small ? ["--smoke"] : []), "--rounds", rounds, "--turn", chosen.turn ?? "150"];
  const program = fileURLToPath(new URL("run.ts", import.meta.url));
  const printed = execFileSync(process.execPath, ["--import", plainLoader(), program, ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(printed) as Report;
}

if (chosen.software) await provideDriver();
const gpu = await nodeGpu();
const backend = await createWebGpuBackend({ gpu });
const { adapter, limits } = backend.info();
const { software } = adapter;
const sizes = (chosen.sizes ?? (software ? "64,256" : "256,1024,4096")).split(",").map(Number);
const costs = await dispatchCosts(backend);
backend.close();
const name = [adapter.description, adapter.vendor, adapter.architecture].filter((word) => word !== "").join(", ");
const written = [
  `Adapter: ${name}${software ? ". **This is a program on the CPU in place of a GPU: sizes are small, and the figures say only that everything runs**" : ""}. ` +
    `The largest buffer is ${(limits.maxStorageBufferBindingSize / 2 ** 20).toFixed(0)} MiB.`,
  "",
  `A kernel of 64 entries costs ${costs.eager.toFixed(1)} µs, and ${costs.replayed.toFixed(1)} µs in a recorded step.`,
  "",
  "Square products in every tiling, GFLOP/s:",
  "",
  ...(await tilingTable(gpu, sizes)),
  "",
  describe(besidePeers(software)),
].join("\n");
console.log(written);
if (chosen.write) writeFileSync(PAGE, replaceBetween(readFileSync(PAGE, "utf8"), BEGIN, END, written));
process.exit(0);
