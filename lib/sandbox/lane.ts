import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cwd } from "node:process";
import { Worker } from "node:worker_threads";
import { SandboxError } from "./result.ts";

/** Milliseconds that an interpreter may take to start, on a busy machine. */
const PATIENCE = 60_000;
/** Milliseconds after which a spare that nobody asked for is given up, to free its memory. */
const SPARE_LIFE = 5 * 60_000;

/** Interpreters of one language and one memory limit. */
export interface Lane {
  /**
   * A worker with a fresh interpreter that has run no learner's code.
   * @throws SandboxError when none starts
   */
  take(): Promise<Worker>;
  /** Has one ready for the next run, if there is none; resolves when it is ready, or could not start. */
  refill(): Promise<void>;
  close(): Promise<void>;
}

// Read by Node itself from the project's folder, not bundled: the same file works in the server, in scripts and in
// tests, and no source of it lands among the public files.
function workerFile(language: "python" | "typescript"): string {
  return join(/* turbopackIgnore: true */ cwd(), "lib", "sandbox", "workers", `${language}-worker.mjs`);
}

/** Where workers keep what takes long to make. */
function cacheFolder(): string {
  return join(/* turbopackIgnore: true */ cwd(), ".cache", "sandbox");
}

export function createLane(language: "python" | "typescript", memory: number): Lane {
  let materials: Promise<unknown> | undefined;
  let spare: { worker: Promise<Worker>; timer: NodeJS.Timeout } | undefined;

  function open(): Worker {
    const worker = new Worker(workerFile(language), {
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 16 },
    });
    // Without a listener, a spare that dies would take the server with it.
    worker.on("error", () => {});
    return worker;
  }

  async function prepare(): Promise<unknown> {
    const worker = open();
    try {
      const { materials } = await reply(worker, { kind: "prepare", memory, cache: cacheFolder() }, "prepared");
      return materials;
    } finally {
      await worker.terminate();
    }
  }

  async function start(): Promise<Worker> {
    materials ??= prepare();
    const made = await materials.catch((cause: unknown) => {
      materials = undefined;
      throw cause;
    });
    const worker = open();
    try {
      await reply(worker, { kind: "start", materials: made }, "ready");
      return worker;
    } catch (cause) {
      await worker.terminate();
      throw cause;
    }
  }

  async function discard(): Promise<void> {
    if (!spare) return;
    const { worker, timer } = spare;
    spare = undefined;
    clearTimeout(timer);
    await worker.then((worker) => worker.terminate()).catch(() => {});
  }

  return {
    async take() {
      if (!spare) return start();
      const { worker, timer } = spare;
      spare = undefined;
      clearTimeout(timer);
      // A spare that could not start, or died while it waited, is no reason to fail.
      const ready = await worker.catch(() => null);
      if (!ready || ready.threadId === -1) return start();
      ready.ref();
      return ready;
    },
    async refill() {
      if (spare) {
        await settled(spare.worker);
        return;
      }
      const worker = start().then((worker) => {
        worker.unref();
        return worker;
      });
      const timer = setTimeout(() => void discard(), SPARE_LIFE);
      timer.unref();
      spare = { worker, timer };
      await settled(worker);
    },
    close: discard,
  };
}

// Why a spare could not start is told to the run that then has to start one itself.
async function settled(worker: Promise<Worker>): Promise<void> {
  await worker.catch(() => {});
}

type Reply = { kind: string; message?: string; materials?: unknown };

/** Sends a message and waits for the reply of that kind. @throws SandboxError when another thing happens */
function reply(worker: Worker, message: unknown, kind: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(`the worker said nothing for ${PATIENCE} ms`), PATIENCE);
    const settle = () => {
      clearTimeout(timer);
      worker.off("message", hear);
      worker.off("error", err);
      worker.off("exit", exit);
    };
    const fail = (text: string, cause?: unknown) => {
      settle();
      reject(new SandboxError(text, { cause }));
    };
    const hear = (said: Reply) => {
      if (said.kind !== kind) {
        fail(`the worker could not start: ${said.message ?? said.kind}`);
        return;
      }
      settle();
      resolve(said);
    };
    const err = (cause: unknown) => fail("the worker failed", cause);
    const exit = (code: number) => fail(`the worker ended with exit code ${code}`);
    worker.on("message", hear);
    worker.on("error", err);
    worker.on("exit", exit);
    worker.postMessage(message);
  });
}

/** How many runs at once leave a core for the server. */
export function defaultWidth(): number {
  return Math.max(1, availableParallelism() - 1);
}
