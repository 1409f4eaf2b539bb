import type { Report } from "./run.ts";

const BEGIN = "<!-- written by npm run bench:engine -- --write -->";
const END = "<!-- end of what is written -->";

/** The page with the tables of this report in place of those it has. Throws where it has no place for them. */
export function replaceTables(page: string, report: Report): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page needs the lines ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${describe(report)}\n${page.slice(end)}`;
}

/** The report as Markdown: machine, contestants, speeds, ratios, and what could not be measured and why. */
export function describe(report: Report): string {
  const { machine, contestants, workloads, unavailable } = report;
  const speeds = (kind: string) => speedTable(report, kind);
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
    "Peak of one thread, GFLOP/s:",
    "",
    ...speeds("peak"),
    "",
    "Products, GFLOP/s:",
    "",
    ...speeds("gemm"),
    "",
    "Training, steps a second:",
    "",
    ...speeds("training"),
    "",
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

function speedTable({ contestants, workloads, figures }: Report, kind: string): string[] {
  const columns = workloads.filter((workload) => workload.kind === kind);
  const rows = contestants.map(({ id, name }) => [
    name,
    ...columns.map((workload) => cell(figures.find((figure) => figure.id === id && figure.workload === workload.name))),
  ]);
  const heads = columns.map((workload) =>
    workload.kind === "gemm" && new Set([workload.m, workload.k, workload.n]).size > 1
      ? `${workload.what} ${workload.m}×${workload.k}×${workload.n}`
      : workload.kind === "training"
        ? workload.name
        : workload.what,
  );
  return table(
    ["", ...heads],
    rows.filter(([, ...cells]) => cells.some((text) => text !== "")),
  );
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
