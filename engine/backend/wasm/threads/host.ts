import type { Memory } from "../web-assembly.ts";
import { THREAD_SCRIPT } from "./script.ts";

/** What a thread is given to begin with. */
export interface ThreadStart {
  readonly memory: Memory;
  /** Where the words of layout.ts begin, in bytes. */
  readonly control: number;
  /** Its number, from 1. */
  readonly thread: number;
  /** Where the room that it has for itself begins. */
  readonly room: number;
}

/** A thread that was started. */
export interface StartedThread {
  end(): void;
}

/** How threads come about here. */
export interface ThreadHost {
  readonly cores: number;
  /** Whether the calling thread may sleep; that of a browser's page may not. */
  readonly maySleep: boolean;
  /** Starts a thread, which begins some milliseconds later, and calls `onEnd` when it has ended, whatever the reason. */
  start(given: ThreadStart, onEnd: (why: string) => void): StartedThread;
}

/**
 * Threads of Node, or of a page or worker that may share memory. Where there are none, the reason in words. `script` is the URL
 * of a file with the text of THREAD_SCRIPT, for pages whose policy forbids workers made of a blob.
 */
export function findThreadHost(script?: string): ThreadHost | string {
  const globals = globalThis as unknown as Globals;
  if (globals.crossOriginIsolated === false) return "the page is not cross-origin isolated";
  if (globals.SharedArrayBuffer === undefined) return "memory cannot be shared here";
  const node = globals.process?.getBuiltinModule;
  if (node !== undefined) return nodeHost(node);
  if (globals.process?.versions?.node !== undefined) return "threads need Node 20.16 or later";
  if (globals.Worker === undefined) return "this runtime has no workers";
  return browserHost(globals, globals.Worker, script);
}

function nodeHost(builtin: BuiltinModules): ThreadHost {
  return {
    cores: builtin("node:os").availableParallelism(),
    maySleep: maySleep(),
    start(given, onEnd) {
      const { Worker } = builtin("node:worker_threads");
      // Nothing of the program that started it: neither its loaders nor its environment.
      const worker = new Worker(THREAD_SCRIPT, {
        eval: true,
        workerData: given,
        execArgv: [],
        env: {},
        name: "engine",
      });
      worker.on("error", (error) => onEnd(String(error)));
      worker.on("exit", () => onEnd("it has ended"));
      // A program ends although its threads wait.
      worker.unref();
      return { end: () => void worker.terminate() };
    },
  };
}

function browserHost(globals: Globals, WorkerOfPage: BrowserWorkerConstructor, script?: string): ThreadHost {
  return {
    cores: globals.navigator?.hardwareConcurrency ?? 1,
    maySleep: maySleep(),
    start(given, onEnd) {
      const url = script ?? blobOf(globals);
      const worker = new WorkerOfPage(url, { name: "engine" });
      worker.addEventListener("error", ({ message }) => onEnd(message || "its script was refused, or is not there"));
      worker.postMessage(given, []);
      return { end: () => worker.terminate() };
    },
  };
}

let blob: string | undefined;

function blobOf({ Blob, URL }: Globals): string {
  if (Blob === undefined || URL === undefined) throw new Error("this runtime has no blobs");
  blob ??= URL.createObjectURL(new Blob([THREAD_SCRIPT], { type: "text/javascript" }));
  return blob;
}

function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that pass evenly. */
export function now(): number {
  const { performance } = globalThis as unknown as { performance?: { now(): number } };
  return performance === undefined ? Date.now() : performance.now();
}

/** As much as is used of what runtimes have, whose own types are not those of the language. */
interface Globals {
  readonly SharedArrayBuffer?: unknown;
  readonly process?: { readonly getBuiltinModule?: BuiltinModules; readonly versions?: { readonly node?: string } };
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Worker?: BrowserWorkerConstructor;
  readonly Blob?: new (parts: readonly string[], options: { type: string }) => object;
  readonly URL?: { createObjectURL(blob: object): string };
}

interface BuiltinModules {
  (name: "node:worker_threads"): { readonly Worker: NodeWorkerConstructor };
  (name: "node:os"): { availableParallelism(): number };
}

type NodeWorkerConstructor = new (
  script: string,
  options: { eval: true; workerData: ThreadStart; execArgv: string[]; env: object; name: string },
) => {
  on(event: "error" | "exit", listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): Promise<unknown>;
};

type BrowserWorkerConstructor = new (
  url: string,
  options: { name: string },
) => {
  addEventListener(event: "error", listener: (event: { readonly message?: string }) => void): void;
  postMessage(message: ThreadStart, transfer: []): void;
  terminate(): void;
};
