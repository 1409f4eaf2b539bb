import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { disagreement } from "../bench/engine/agreement.ts";
import { figureOf, ratioOf } from "../bench/engine/figures.ts";
import type { Report } from "../bench/engine/run.ts";
import { replaceTables } from "../bench/engine/table.ts";
import { workloads } from "../bench/engine/workloads.ts";
import { provideDriver } from "../backend/webgpu/software-gpu.ts";

const bench = fileURLToPath(new URL("../bench/engine/run.ts", import.meta.url));

async function run(parameters: string[] = [], env: Record<string, string> = {}): Promise<Report> {
  const flags = ["--import", "tsx", bench, "--smoke", "--json", ...parameters];
  return JSON.parse(
    (await promisify(execFile)(process.execPath, flags, { env: { ...process.env, ...env } })).stdout,
  ) as Report;
}

test("the engine's benchmark measures every small workload on each of its backends, and replayed", async () => {
  const chosen = ["epoch-reference", "epoch-wasm", "epoch-wasm-replayed"];
  const { contestants, figures, refusals, unavailable } = await run(["--contestants", ["peak", ...chosen].join(",")]);
  expect([unavailable, refusals]).toEqual([[], []]);
  const trained = contestants.map(({ id }) => id).filter((id) => id !== "peak");
  expect(trained).toEqual(chosen);
  for (const id of trained) {
    const own = figures.filter((figure) => figure.id === id);
    expect(own.map(({ workload }) => workload)).toEqual(["gemm-8", "gemm-3x9x5", "tiny", "mlp", "cnn"]);
  }
  expect(figures.filter(({ id }) => id === "peak").map(({ unit }) => unit)).toEqual(["GFLOP/s", "GFLOP/s"]);
  for (const { median, quartiles } of figures) expect(0 < quartiles[0] && quartiles[0] <= median).toBe(true);
}, 60_000);

test("on a GPU it measures products and networks, replayed, with the CPU's losses", async () => {
  await provideDriver();
  const [chosen, work] = [
    ["epoch-wasm", "epoch-webgpu-replayed"],
    ["gemm-64", "mlp", "transformer"],
  ];
  const words = ["--gpu", "--contestants", chosen.join(","), "--workloads", work.join(",")];
  const { figures, refusals, unavailable } = await run(words);
  expect([unavailable, refusals]).toEqual([[], []]);
  for (const id of chosen) {
    expect(figures.filter((figure) => figure.id === id).map(({ workload }) => workload)).toEqual(work);
  }
}, 120_000);

test("a contestant that is not there is named with the reason", async () => {
  const { contestants, unavailable } = await run(["--contestants", "torch"], {
    EPOCH_BENCH_PYTHON: "/nowhere/python3",
  });
  expect(contestants).toEqual([]);
  expect(unavailable).toEqual([{ name: "PyTorch, default", why: "it ended: spawn /nowhere/python3 ENOENT" }]);
}, 60_000);

test("losses agree within 0.001, or of their size above 1", () => {
  expect(disagreement([0.5005, 20.01], [0.5, 20])).toBe(null);
  expect(disagreement([0.5, 0.502], [0.5, 0.5])).toBe("disagrees: number 2 is 0.502, not 0.5");
  expect(disagreement([Number.NaN], [0.5])).toBe("disagrees: number 1 is NaN, not 0.5");
  expect(disagreement([], [0.5])).toBe("gave 0 numbers to compare, not 1");
});

test("a speed is that of the median time, and a ratio compares turns of the same round", () => {
  const gemm = { kind: "gemm", name: "gemm-100", what: "100³", m: 100, k: 100, n: 100 } as const;
  // 2 million operations in 1, 2 and 4 milliseconds.
  const figure = figureOf({ id: "a", workload: gemm.name, rounds: [[1, 2], null, [4]] }, gemm);
  expect(figure).toMatchObject({ unit: "GFLOP/s", repetitions: 3, median: 1, quartiles: [0.5, 2] });
  const [ours, other] = [
    [[1], [2], [1]],
    [[3], null, [5]],
  ].map((rounds) => ({ id: "", workload: "tiny", rounds }));
  expect(ratioOf(ours, other)).toEqual({ workload: "tiny", median: 3, quartiles: [3, 5] });
  expect(ratioOf(ours, { ...other, rounds: [null, null, null] })).toBe(null);
});

test("tables replace those that the page has, and say what could not be measured", () => {
  const page =
    "# Bench\n\n<!-- written by npm run bench:engine -- --write -->\nold\n<!-- end of what is written -->\nmore\n";
  const report: Report = {
    date: "2026-01-01",
    machine: { cpu: "one", cores: 2, system: "Linux 6", node: "v20.0.0", load: 0.1 },
    rounds: 15,
    contestants: [{ id: "onnx", name: "onnxruntime-web", version: "1.30.0", detail: "WASM" }],
    unavailable: [{ name: "jax-js", why: "it is not installed" }],
    workloads: workloads(true),
    figures: [{ id: "onnx", workload: "gemm-8", unit: "GFLOP/s", repetitions: 5, median: 12.34, quartiles: [12, 13] }],
    subject: "onnx",
    ratios: [],
    refusals: ["tiny", "mlp"].map((workload) => ({ id: "onnx", workload, why: "it does not train" })),
  };
  const written = replaceTables(page, report);
  expect(written).toMatch(/^# Bench\n\n<!-- written [^]*<!-- end of what is written -->\nmore\n$/);
  expect(written).not.toContain("old");
  expect(written).toContain("| onnxruntime-web | 12.3 (12.0–13.0) |\n");
  expect(written).toContain("- Not there: jax-js: it is not installed.\n");
  expect(written).toContain("- onnxruntime-web, tiny, mlp: it does not train.\n");
  expect(replaceTables(written, report)).toBe(written);
  expect(() => replaceTables("# Bench\n", report)).toThrow("the page needs the lines");
});
