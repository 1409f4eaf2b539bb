// Learners' programs, run in WebAssembly inside a worker thread that can be ended at any time. The sandbox computes
// outputs; judging them is done outside, so nothing that a program fakes can be more than a wrong output.
import { performance } from "node:perf_hooks";
import type { Worker } from "node:worker_threads";
import { createLane, defaultWidth, type Lane } from "./lane.ts";
import { createQueue } from "./queue.ts";
import { DEFAULT_LIMITS, type Limits, type SandboxRequest } from "./request.ts";
import { SandboxError, type SandboxResult } from "./result.ts";
import { type Ran, runIn } from "./run.ts";

export interface Sandbox {
  /**
   * Runs a program in a fresh interpreter, when its turn has come. What goes wrong is a result.
   * @throws RangeError for limits that no run could keep
   */
  run(request: SandboxRequest): Promise<SandboxResult>;
  /** Makes an interpreter ready, so that the next run of the language starts at once. Never rejects. */
  warm(language: SandboxRequest["language"]): Promise<void>;
  /** Gives the spare interpreters' memory back. */
  close(): Promise<void>;
}

/** A sandbox that runs `width` programs at a time, by default as many as leave a core for the server. */
export function createSandbox({ width = defaultWidth() }: { width?: number } = {}): Sandbox {
  const queue = createQueue(width);
  const lanes = new Map<string, Lane>();

  function laneOf(language: SandboxRequest["language"], memory: number): Lane {
    const key = `${language} ${memory}`;
    const lane = lanes.get(key) ?? createLane(language, memory);
    lanes.set(key, lane);
    return lane;
  }

  return {
    async run(request) {
      const limits = limitsOf(request.limits);
      const lane = laneOf(request.language, limits.memory);
      const asked = performance.now();
      let leave: () => void;
      try {
        leave = await queue.enter(request.signal, request.onPlace);
      } catch {
        const times = { queued: performance.now() - asked, starting: 0, running: 0 };
        return resultOf({ ...NOTHING, end: { kind: "stopped" } }, limits, times);
      }
      const admitted = performance.now();
      let started = admitted;
      let ran: Ran;
      try {
        const worker = await unlessStopped(lane.take(), request.signal);
        started = performance.now();
        ran = worker ? await runIn(worker, request, limits) : { ...NOTHING, end: { kind: "stopped" } };
        if (limits.memory === DEFAULT_LIMITS.memory) void lane.refill();
      } catch (cause) {
        const error = cause instanceof SandboxError ? cause : new SandboxError("no interpreter started", { cause });
        ran = { ...NOTHING, end: { kind: "broken", error } };
      } finally {
        leave();
      }
      const times = { queued: admitted - asked, starting: started - admitted, running: performance.now() - started };
      return resultOf(ran, limits, times);
    },
    warm: (language) => laneOf(language, DEFAULT_LIMITS.memory).refill(),
    async close() {
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
    },
  };
}

/** The worker once it is ready, or null, with the worker ended, when the signal comes first. */
function unlessStopped(taking: Promise<Worker>, signal?: AbortSignal): Promise<Worker | null> {
  if (!signal) return taking;
  return new Promise((resolve, reject) => {
    const stop = () => {
      resolve(null);
      taking.then((worker) => worker.terminate()).catch(() => {});
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    taking.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

const NOTHING = { calls: [], stdout: "", stderr: "" };

function resultOf({ end, calls, stdout, stderr }: Ran, limits: Limits, times: SandboxResult["times"]): SandboxResult {
  const report = { calls, stdout, stderr, times };
  switch (end.kind) {
    case "timeout":
      return { ...report, kind: "timeout", limit: limits.time };
    case "memory":
      return { ...report, kind: "memory", limit: limits.memory, error: end.error };
    case "output":
      return { ...report, kind: "output", limit: limits.output };
    case "finished":
    case "stopped":
      return { ...report, kind: end.kind };
    default:
      return { ...report, ...end };
  }
}

/** Python with NumPy doesn't start with less. */
const LEAST_MEMORY = 64 * 2 ** 20;

function limitsOf(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isInteger(value) || value <= 0) throw new RangeError(`limit of ${name} is ${value}`);
  }
  if (limits.memory < LEAST_MEMORY) throw new RangeError(`limit of memory is ${limits.memory}, least ${LEAST_MEMORY}`);
  return limits;
}

const shared = globalThis as { epochSandbox?: Sandbox };

/** Runs a program in the sandbox of this process; see Sandbox.run. */
export function runInSandbox(request: SandboxRequest): Promise<SandboxResult> {
  shared.epochSandbox ??= createSandbox();
  return shared.epochSandbox.run(request);
}

/** Makes an interpreter of this process's sandbox ready, such as when a page opens that will soon need it. */
export function warmSandbox(language: SandboxRequest["language"]): Promise<void> {
  shared.epochSandbox ??= createSandbox();
  return shared.epochSandbox.warm(language);
}
