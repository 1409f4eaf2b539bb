import type { Report } from "./run.ts";
import type { Gemm, Workload } from "./workloads.ts";

const BEGIN = "<!-- written by npm run bench:engine -- --write -->";
const END = "<!-- end of what is written -->";

/** The page with the tables of this report in place of those it has. Throws where it has no place for them. */
export function replaceTables(page: string, report: Report): string {
  return replaceBetween(page, BEGIN, END, describe(report));
}

/** The page with these words between two of its lines. Throws where it has not these lines. */
export function replaceBetween(page: string, before: string, after: string, words: string): string {
  const [begin, end] = [page.indexOf(before), page.indexOf(after)];
  if (begin < 0 || end < begin) throw new Error(`the page needs the lines ${before} and ${after}`);
  return `${page.slice(0, begin + before.length)}\n\n${words}\n${page.slice(end)}`;
}

/** The report as Markdown: machine, contestants, speeds, ratios, and what could not be measured and why. */
export function describe(report: Report): string {
  const { machine, contestants, workloads, unavailable } = report;
  const speeds = (what: string, of: (workload: Workload) => boolean) => {
    const columns = workloads.filter(of);
    return columns.length === 0 ? [] : [`${what}:`, "", ...speedTable(report, columns), ""];
  };
  const lines = [
    `${report.date}. ${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, ` +
      `load ${machine.load.toFixed(1)} at the start. ${report.rounds} rounds; the quartiles stand in brackets.`,
    "",
    ...table(
      ["contestant", "version", "how"],
      contestants.map(({ name, version, detail }) => [name, version, detail]),
      "---",
    ),
    "",
    ...unavailable.map(({ name, why }) => `- Not there: ${name}: ${why}.`),
    "",
    ...speeds("Peak of one thread, GFLOP/s", ({ kind }) => kind === "peak"),
    ...speeds("Square products, GFLOP/s", (workload) => workload.kind === "gemm" && isSquare(workload)),
    ...sharesOfPeak(report),
    "",
    ...speeds(
      "Products of the networks below, rows × inner × columns, GFLOP/s",
      (workload) => workload.kind === "gemm" && !isSquare(workload),
    ),
    ...speeds("Training, steps a second", ({ kind }) => kind === "training"),
    ...ratioTable(report),
    "",
    ...refusalLines(report),
    "",
    ...workloads.filter(({ kind }) => kind === "training").map(({ name, what }) => `- ${name}: ${what}.`),
  ];
  return lines.filter((line, i) => line !== "" || lines[i - 1] !== "").join("\n");
}

/** One line for what one contestant says of several workloads. */
function refusalLines({ contestants, refusals }: Report): string[] {
  return contestants.flatMap(({ id, name }) => {
    const own = refusals.filter((refusal) => refusal.id === id);
    return [...new Set(own.map(({ why }) => why))].map((why) => {
      const where = own.filter((refusal) => refusal.why === why).map(({ workload }) => workload);
      return `- ${name}, ${where.join(", ")}: ${why}.`;
    });
  });
}

function speedTable({ contestants, figures }: Report, columns: readonly Workload[]): string[] {
  const rows = contestants.map(({ id, name }) => [
    name,
    ...columns.map((workload) => cell(figures.find((figure) => figure.id === id && figure.workload === workload.name))),
  ]);
  return table(
    ["", ...columns.map(headOf)],
    rows.filter(([, ...cells]) => cells.some((text) => text !== "")),
  );
}

function headOf(workload: Workload): string {
  if (workload.kind === "training") return workload.name;
  if (workload.kind === "peak" || isSquare(workload)) return workload.what;
  return `${workload.what}: ${workload.m}×${workload.k}×${workload.n}`;
}

function isSquare({ m, k, n }: Gemm): boolean {
  return m === k && k === n;
}

/** How near our products come to each peak, at 512³ or the largest size below it that was measured. */
function sharesOfPeak({ contestants, workloads, figures }: Report): string[] {
  const square = workloads.findLast((workload) => workload.kind === "gemm" && isSquare(workload) && workload.n <= 512);
  const peaks = workloads.filter(({ kind }) => kind === "peak");
  const medianOf = (id: string, workload: string) =>
    figures.find((figure) => figure.id === id && figure.workload === workload)?.median;
  return contestants.flatMap(({ id, name }) => {
    const reached = square && medianOf(id, square.name);
    if (!id.startsWith("epoch-") || reached === undefined) return [];
    const shares = peaks.flatMap((peak) => {
      const best = medianOf("peak", peak.name);
      return best === undefined ? [] : [`${Math.round((100 * reached) / best)} % of the ${peak.what} peak`];
    });
    return shares.length === 0 ? [] : [`- ${name}, ${square?.what}: ${shares.join(", ")}.`];
  });
}

function ratioTable({ contestants, workloads, subject, ratios }: Report): string[] {
  const columns = workloads.filter(({ kind }) => kind !== "peak");
  const name = contestants.find(({ id }) => id === subject)?.name ?? subject;
  if (ratios.length === 0) return [];
  const rows = contestants.flatMap((contestant) => {
    const own = ratios.filter(({ beside }) => beside === contestant.id);
    if (own.length === 0) return [];
    return [[contestant.name, ...columns.map((column) => cell(own.find(({ workload }) => workload === column.name)))]];
  });
  return [
    `How many times as fast ${name} is, from the turns of the same round:`,
    "",
    ...table(["than", ...columns.map((column) => column.name)], rows),
  ];
}

function cell(found: { readonly median: number; readonly quartiles: readonly [number, number] } | undefined): string {
  return found === undefined
    ? ""
    : `${round(found.median)} (${round(found.quartiles[0])}–${round(found.quartiles[1])})`;
}

function round(value: number): string {
  return value < 1000 ? value.toPrecision(3) : Math.round(value).toLocaleString("en");
}

function table(head: readonly string[], rows: readonly (readonly string[])[], align = "---:"): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : align))), ...rows.map(line)];
}
