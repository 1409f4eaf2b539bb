import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Contestant } from "./contestants.ts";
import type { Introduction } from "./serve.mjs";
import type { Workload } from "./workloads.ts";

/** Some repetitions of a workload, each of so many steps in a row. */
export interface Request {
  readonly workload: Workload;
  readonly folder: string;
  readonly repetitions: number;
  readonly steps: number;
  /** Repetitions before, which are not counted. */
  readonly warmUp: number;
  readonly checkedSteps: number;
}

export interface Slice {
  /** Milliseconds of a step, for each repetition. */
  readonly milliseconds: readonly number[];
  /** The losses of the first steps from the first weights, or samples of a product. */
  readonly checks: readonly number[];
}

/** A contestant whose program has been started. */
export interface Running {
  readonly contestant: Contestant;
  readonly introduction: Introduction;
  /** Asks and waits. Where the program dies over it, the next request starts it anew. */
  measure(request: Request): Promise<Slice | { readonly cannot: string }>;
  end(): Promise<void>;
}

const LONGEST_ANSWER_MINUTES = 2;

/** Starts a contestant; where that fails, says why. */
export async function start(contestant: Contestant): Promise<Running | { readonly unavailable: string }> {
  let program: Program | null = new Program(contestant);
  const introduction = await program.answer<Introduction | { unavailable: string }>();
  if ("over" in introduction) return { unavailable: introduction.over };
  if ("unavailable" in introduction) {
    await program.end();
    return introduction;
  }
  return {
    contestant,
    introduction,
    async measure(request) {
      if (program === null) {
        program = new Program(contestant);
        await program.answer<Introduction>();
      }
      program.ask(request);
      const slice = await program.answer<Slice | { cannot: string }>();
      if (!("over" in slice)) return slice;
      program = null;
      return { cannot: slice.over };
    },
    end: async () => program?.end(),
  };
}

/** One process which answers a line with a line. */
class Program {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly closed: Promise<unknown>;
  private said = "";

  constructor({ command: [program, ...parameters], environment }: Contestant) {
    this.child = spawn(program, parameters, { env: { ...process.env, ...environment } });
    this.closed = once(this.child, "close").catch(() => undefined);
    this.child.on("error", (error) => (this.said += error.message));
    this.child.stderr.on("data", (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4000)));
    // That it is gone is seen when its answer is read.
    this.child.stdin.on("error", () => undefined);
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  ask(message: unknown): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** The next answer, or how it came that there is none: then the process has ended. */
  async answer<T>(): Promise<T | { readonly over: string }> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.child.kill("SIGKILL");
    }, LONGEST_ANSWER_MINUTES * 60_000);
    const { value, done } = await this.lines.next();
    clearTimeout(timer);
    if (!done) return JSON.parse(value) as T;
    await this.closed;
    return { over: late ? `no answer in ${LONGEST_ANSWER_MINUTES} minutes` : `it ended: ${complaint(this.said)}` };
  }

  async end(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.closed;
  }
}

/** The line of what a program said that names an error, or its last one; for a package that is missing, what brings it. */
function complaint(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const missing = /Cannot find package '[^']+'/.exec(said);
  if (missing !== null) return `${missing[0]}; npm run bench:engine -- --install`;
  return lines.find((line) => line.includes("rror")) ?? lines.at(-1) ?? "without a word";
}
