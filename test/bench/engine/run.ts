// The engine beside its peers: npm run bench:engine [-- --json --write --install --smoke --rounds 15 --turn 150
// --workloads gemm-64,mlp --contestants epoch-reference,torch]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, tmpdir, type } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Running, start } from "./child.ts";
import { contestants, gpuContestants } from "./contestants.ts";
import { writeData } from "./data.ts";
import { type Figure, figureOf, type Ratio, ratioOf } from "./figures.ts";
import { installPeers } from "./install.ts";
import { type Entry, measureAll, type Refusal } from "./turns.ts";
import { describe, replaceTables } from "./table.ts";
import { gpuWorkloads, type Workload, workloads } from "./workloads.ts";

/** Everything that one run found out. */
export interface Report {
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly system: string;
    readonly node: string;
    /** Average of the last minute, in processes that want to run. */
    readonly load: number;
  };
  readonly rounds: number;
  readonly contestants: readonly {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly detail: string;
  }[];
  readonly unavailable: readonly { readonly name: string; readonly why: string }[];
  readonly workloads: readonly Workload[];
  readonly figures: readonly Figure[];
  /** Which of ours the ratios are about: the first of `SUBJECTS` that takes part. */
  readonly subject: string;
  readonly ratios: readonly (Ratio & { readonly beside: string })[];
  readonly refusals: readonly Refusal[];
}

const PAGE = fileURLToPath(new URL("../../../docs/bench.md", import.meta.url));

const { values: chosen } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    install: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
    rounds: { type: "string" },
    turn: { type: "string" },
    workloads: { type: "string" },
    contestants: { type: "string" },
    /** What is measured on a GPU, in place of all else; see gpu.ts. */
    gpu: { type: "boolean", default: false },
  },
});

if (chosen.install) installPeers();
else await main();

async function main(): Promise<void> {
  const { smoke, json, write, gpu } = chosen;
  if (gpu && write) throw new Error("figures of a GPU are written by gpu.ts");
  if (smoke && write) throw new Error("the sizes of --smoke say nothing, so they are not written");
  const effort = { rounds: Number(chosen.rounds ?? (smoke ? 2 : 15)), turn: Number(chosen.turn ?? (smoke ? 2 : 150)) };
  const work = pick(gpu ? gpuWorkloads(smoke) : workloads(smoke), chosen.workloads, ({ name }) => name);
  const asked = pick(gpu ? gpuContestants() : contestants(), chosen.contestants, ({ id }) => id).filter(
    ({ role }) => !smoke || gpu || role !== "peer" || chosen.contestants !== undefined,
  );
  const say = (line: string) => console.error(line);
  const machine = {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    system: `${type()} ${release().split(".").slice(0, 2).join(".")}`,
    node: process.version,
    load: loadavg()[0],
  };
  const folder = mkdtempSync(join(tmpdir(), "epoch-bench-"));
  const running: Running[] = [];
  const unavailable: { name: string; why: string }[] = [];
  try {
    for (const contestant of asked) {
      const started = await start(contestant);
      if ("unavailable" in started) unavailable.push({ name: contestant.name, why: started.unavailable });
      else running.push(started);
    }
    const outcome = await measureAll(
      running,
      work.map((workload) => ({ workload, folder: writeData(workload, folder) })),
      effort,
      say,
    );
    const report: Report = {
      date: new Date().toISOString().slice(0, 10),
      machine,
      rounds: effort.rounds,
      contestants: running.map(({ contestant: { id, name }, introduction }) => ({ id, name, ...introduction })),
      unavailable,
      workloads: work,
      figures: outcome.entries.map((entry) => figureOf(entry, byName(work, entry.workload))),
      ...compare(outcome.entries, running),
      refusals: outcome.refusals,
    };
    console.log(json ? JSON.stringify(report) : describe(report));
    if (write) writeFileSync(PAGE, replaceTables(readFileSync(PAGE, "utf8"), report));
    if (outcome.refusals.some(({ why }) => why.startsWith("disagrees"))) process.exitCode = 1;
  } finally {
    await Promise.all(running.map((one) => one.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The ratios of the last of ours, the fastest, to every peer. */
function compare(entries: readonly Entry[], running: readonly Running[]): Pick<Report, "subject" | "ratios"> {
  const subject = running.findLast(({ contestant }) => contestant.role === "ours")?.contestant.id ?? "";
  const peers = running.filter(({ contestant }) => contestant.role === "peer").map(({ contestant }) => contestant.id);
  const ratios = entries
    .filter(({ id }) => id === subject)
    .flatMap((own) =>
      peers.flatMap((beside) => {
        const other = entries.find(({ id, workload }) => id === beside && workload === own.workload);
        const ratio = other === undefined ? null : ratioOf(own, other);
        return ratio === null ? [] : [{ ...ratio, beside }];
      }),
    );
  return { subject, ratios };
}

function byName(work: readonly Workload[], name: string): Workload {
  const found = work.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`there is no workload ${name}`);
  return found;
}

/** Those whose name is among the chosen ones, all without a choice. Throws on a name that nobody has. */
function pick<T>(all: readonly T[], names: string | undefined, nameOf: (one: T) => string): readonly T[] {
  if (names === undefined) return all;
  return names.split(",").map((name) => {
    const found = all.find((one) => nameOf(one) === name);
    if (found === undefined) throw new Error(`there is no ${name}; there are ${all.map(nameOf).join(", ")}`);
    return found;
  });
}
