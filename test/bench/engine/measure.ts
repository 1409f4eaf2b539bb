import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";

/** `--json` for machines, `--smoke` for sizes that only show that it runs, `--fma` for relaxed SIMD where Node has a flag for it. */
export function options(): { json: boolean; smoke: boolean; fma: boolean } {
  const flag = { type: "boolean", default: false } as const;
  return parseArgs({ options: { json: flag, smoke: flag, fma: flag } }).values;
}

export function machine() {
  return { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
}

/** Milliseconds for one call of `work`, called again and again for at least `time` milliseconds. */
export function millisecondsPerCall(work: () => void, time: number): number {
  const start = performance.now();
  let calls = 0;
  let passed = 0;
  while (passed < time) {
    work();
    calls++;
    passed = performance.now() - start;
  }
  return passed / calls;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median and between which two values the middle half lies. */
export function spread(values: readonly number[]) {
  return {
    median: median(values),
    quartiles: [quantile(values, 0.25), quantile(values, 0.75)],
    best: Math.max(...values),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
