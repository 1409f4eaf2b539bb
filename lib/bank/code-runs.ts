import { z } from "zod";
import type { Sandbox } from "#lib/sandbox/sandbox.ts";
import type { SandboxResult } from "#lib/sandbox/result.ts";
import type { CodeBlock } from "./code-blocks.ts";

/** A line in the place of another, and what the program then prints. */
export interface ChangedLine {
  /** 1-based line of the program. */
  readonly line: number;
  readonly text: string;
  readonly printed: string;
}

export interface Change extends ChangedLine {
  /** Another operation, not just another constant. */
  readonly telling: boolean;
}

/** One faulty line, and the other lines at which the program could be put right as well. */
export interface PlantedFault extends ChangedLine {
  readonly repairs: readonly { readonly line: number; readonly text: string }[];
}

/** What a block of code did in the sandbox, or why it is not asked about. */
export type CodeRun = CodeBlock &
  (
    | { readonly printed: string; readonly changes: readonly Change[]; readonly fault: PlantedFault | null }
    | { readonly problem: string }
  );

const LINES = { fewest: 2, most: 40 };
/** Milliseconds a program may take alone, and with all of its faults. */
const TIME = { alone: 2000, studied: 8000 };
/** Milliseconds after which no further program of a document is begun: somebody waits for its questions. */
const TIME_OF_ALL = 30_000;
/** Two seeds of random numbers: what depends on them is not asked. */
const SEEDS = [1, 2];

/**
 * Runs the blocks in the sandbox, each by itself and then with small faults in it. `mutants` is the text of
 * python-mutants.py.
 */
export async function runBlocks(
  blocks: readonly CodeBlock[],
  { run, mutants }: { readonly run: Sandbox["run"]; readonly mutants: string },
): Promise<CodeRun[]> {
  let spent = 0;
  const timed: Sandbox["run"] = async (request) => {
    const result = await run(request);
    spent += result.times.queued + result.times.starting + result.times.running;
    return result;
  };
  const runs: CodeRun[] = [];
  for (const block of blocks) {
    const isLate = spent > TIME_OF_ALL;
    runs.push(isLate ? refuse(block, "the programs before it took too long") : await runBlock(block, timed, mutants));
  }
  return runs;
}

async function runBlock(block: CodeBlock, run: Sandbox["run"], mutants: string): Promise<CodeRun> {
  const { source } = block;
  const lines = source.split("\n").length;
  if (lines < LINES.fewest || lines > LINES.most) return refuse(block, `a program of ${lines} lines`);
  const outputs: string[] = [];
  for (const seed of SEEDS) {
    const result = await run({ language: "python", source, seed, limits: { time: TIME.alone } });
    if (result.kind !== "finished") return refuse(block, howItEnded(result));
    outputs.push(result.stdout);
  }
  const [printed, again] = outputs;
  if (printed.trim() === "") return refuse(block, "it prints nothing");
  if (printed !== again) return refuse(block, "it prints something else each time");

  const calls = [{ call: "study", args: [source] }];
  const limits = { time: TIME.studied };
  const studied = await run({ language: "python", source: mutants, calls, seed: SEEDS[0], limits });
  const [answer] = studied.calls;
  if (studied.kind !== "finished" || answer === undefined) return refuse(block, "its faults take too long");
  const study = Study.safeParse(answer.kind === "returned" ? answer.value : null);
  if (!study.success) return refuse(block, "it meddles with what studies it");
  const [same, changes, fault] = study.data;
  const named = [...changes, ...(fault === null ? [] : [fault, ...fault[3]])];
  if (named.some(([line]) => line > lines)) return refuse(block, "it meddles with what studies it");
  // Such as a program that asks for its own name.
  if (same !== printed) return refuse(block, "it prints something else when it is studied");
  return {
    ...block,
    printed,
    changes: changes.map((change) => ({ ...changedLine(change), telling: change[3] })),
    fault: fault === null ? null : { ...changedLine(fault), repairs: fault[3].map(([line, text]) => ({ line, text })) },
  };
}

const place = z.number().int().min(1);
const codeLine = z.string().regex(/^[^\n]*\S[^\n]*$/);

/** As `study` of python-mutants.py gives it: a program that runs beside it could make it give anything. */
const Study = z.tuple([
  z.string().nullable(),
  z.array(z.tuple([place, codeLine, z.string(), z.boolean()])),
  z.tuple([place, codeLine, z.string(), z.array(z.tuple([place, codeLine]))]).nullable(),
]);

function changedLine([line, text, printed]: readonly [number, string, string, ...unknown[]]): ChangedLine {
  return { line, text, printed };
}

function refuse(block: CodeBlock, problem: string): CodeRun {
  return { ...block, problem };
}

function howItEnded(result: SandboxResult): string {
  switch (result.kind) {
    case "threw":
      return `it ends with ${result.error.type}: ${result.error.message}`;
    case "timeout":
      return `it runs for more than ${result.limit / 1000} s`;
    case "memory":
      return "it needs too much memory";
    case "output":
      return "it prints too much";
    default:
      return "it could not be run";
  }
}
