import type { Worker } from "node:worker_threads";
import type { Limits, SandboxRequest } from "./request.ts";
import { type CallResult, type ProgramError, SandboxError } from "./result.ts";

/** What a worker says of its run. */
type Said =
  | { kind: "call"; result: CallResult; printed: [number, number] }
  | { kind: "threw"; error: ProgramError }
  | { kind: "memory"; error: ProgramError | null }
  | { kind: "ended"; by: "exit" | "crash" | "interference" }
  | { kind: "finished" | "output" }
  | { kind: "broken"; message: string };

/** How a run ended. */
export type End =
  | Exclude<Said, { kind: "call" | "broken" }>
  | { kind: "timeout" | "stopped" }
  | { kind: "broken"; error: SandboxError };

export interface Ran {
  end: End;
  calls: CallResult[];
  stdout: string;
  stderr: string;
}

const HEADER = 8;

/** Runs the request's program in a worker that is ready, and ends the worker in any case. */
export async function runIn(worker: Worker, request: SandboxRequest, limits: Limits): Promise<Ran> {
  const shared = new SharedArrayBuffer(HEADER + 2 * limits.output);
  const calls: CallResult[] = [];
  const spans: [number, number][] = [];
  const end = await new Promise<End>((resolve) => {
    const timer = setTimeout(() => finish({ kind: "timeout" }), limits.time);
    const stop = () => finish({ kind: "stopped" });
    let over = false;
    function finish(end: End): void {
      if (over) return;
      over = true;
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", stop);
      resolve(end);
    }
    worker.on("message", (said: Said) => {
      if (over) return;
      if (said.kind === "call") {
        calls.push(said.result);
        spans.push(said.printed);
      } else if (said.kind === "broken") {
        finish({ kind: "broken", error: new SandboxError(said.message) });
      } else finish(said);
    });
    worker.on("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") finish({ kind: "memory", error: null });
      else finish({ kind: "broken", error: new SandboxError("the worker failed", { cause }) });
    });
    worker.on("exit", (code) => {
      finish({ kind: "broken", error: new SandboxError(`the worker ended with exit code ${code}`) });
    });
    if (request.signal?.aborted) stop();
    else request.signal?.addEventListener("abort", stop, { once: true });
    worker.postMessage({
      kind: "run",
      shared,
      limit: limits.output,
      request: {
        source: request.source,
        file: request.file ?? (request.language === "python" ? "solution.py" : "solution.ts"),
        harness: request.harness ?? null,
        seed: request.seed ?? 0,
      },
      calls: request.calls ?? [],
    });
  });
  await worker.terminate();
  const [stdout, stderr] = bytesOf(shared, limits.output);
  return {
    end,
    calls: calls.map((call, i) => ({ ...call, printed: textOf(stdout.subarray(...spans[i])) })),
    stdout: textOf(stdout),
    stderr: textOf(stderr),
  };
}

/** What the program wrote, once its worker is gone. */
function bytesOf(shared: SharedArrayBuffer, limit: number): [Uint8Array, Uint8Array] {
  const [out, err] = new Int32Array(shared, 0, 2);
  return [
    new Uint8Array(shared).slice(HEADER, HEADER + out),
    new Uint8Array(shared).slice(HEADER + limit).subarray(0, err),
  ];
}

/** UTF-8 without the broken character that a cut may leave at the end. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes, { stream: true });
}
