import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";

/** What was measured, with its times in milliseconds. */
export interface Measured {
  what: string;
  times: number[];
}

export interface Summary {
  what: string;
  runs: number;
  median: number;
  /** Half of the runs lie between these two. */
  quartiles: [number, number];
  p99: number;
  max: number;
}

/** How a benchmark was called: `--json` for machines, `--smoke` for sizes that only show that it runs. */
export function options(): { json: boolean; smoke: boolean } {
  const { values } = parseArgs({
    options: { json: { type: "boolean", default: false }, smoke: { type: "boolean", default: false } },
  });
  return values;
}

/** Milliseconds that `work` takes, and what it gives. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ result: T; milliseconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - start };
}

/** The value below which the given share of `sorted` lies, by nearest rank. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export function summarise({ what, times }: Measured): Summary {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    what,
    runs: times.length,
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
}

/** Prints the measurements as one table in milliseconds, or as JSON. */
export function print(title: string, measured: readonly Measured[], json: boolean): void {
  const rows = measured.map(summarise);
  if (json) {
    const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
    console.log(JSON.stringify({ title, machine, milliseconds: rows }));
    return;
  }
  const ms = (x: number) => x.toFixed(x < 10 ? 2 : 1);
  const lines = rows.map(({ what, runs, median, quartiles: [low, high], p99, max }) => [
    what,
    String(runs),
    ms(median),
    `${ms(low)} to ${ms(high)}`,
    ms(p99),
    ms(max),
  ]);
  const table = [["milliseconds", "runs", "median", "middle half", "p99", "max"], ...lines];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  console.log(title);
  for (const line of table) {
    console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "));
  }
}
