// From a learner's program sent to its results: an interpreter that is ready, and one that has to be started.
import type { SandboxRequest } from "#lib/sandbox/request.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { array } from "#lib/sandbox/value.ts";
import { type Measured, options, print, timed } from "./report.ts";

const { json, smoke } = options();
const RUNS = smoke ? 2 : 30;
/** Milliseconds that a learner takes to read a verdict, at the least: the next interpreter starts meanwhile. */
const READING = smoke ? 0 : 1500;

const numbers = Float64Array.from({ length: 64 * 10 }, (_, i) => Math.sin(i));
const logits = array(numbers, [64, 10]);
const rows = Array.from({ length: 64 }, (_, i) => array(numbers.subarray(10 * i, 10 * i + 10)));

const python: SandboxRequest = {
  language: "python",
  source: `import numpy as np

def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
`,
  calls: Array.from({ length: 10 }, () => ({ call: "softmax", args: [logits] })),
};
const typescript: SandboxRequest = {
  language: "typescript",
  source: `export function softmax(x: Float64Array): Float64Array {
  const greatest = Math.max(...x);
  const e = x.map((v) => Math.exp(v - greatest));
  const sum = e.reduce((total, v) => total + v, 0);
  return e.map((v) => v / sum);
}
`,
  calls: rows.slice(0, 10).map((row) => ({ call: "softmax", args: [row] })),
};

const box = createSandbox({ width: 1 });
const measured: Measured[] = [];
for (const request of [python, typescript]) {
  const first = await timed(() => finished(request));
  const ready: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    await new Promise((resolve) => setTimeout(resolve, READING));
    ready.push((await timed(() => finished(request))).milliseconds);
  }
  const starting: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    await box.close();
    starting.push((await timed(() => finished(request))).milliseconds);
  }
  const stopping: number[] = [];
  for (let n = 0; n < (smoke ? 1 : 10); n++) stopping.push(await overrun(request.language));
  measured.push(
    { what: `${request.language}: 10 calls, interpreter ready`, times: ready },
    { what: `${request.language}: 10 calls, interpreter to start`, times: starting },
    { what: `${request.language}: first run of the process`, times: [first.milliseconds] },
    { what: `${request.language}: an endless loop, beyond its limit`, times: stopping },
  );
  await box.close();
}
print(`a learner's program, ${RUNS} runs`, measured, json);

async function finished(request: SandboxRequest): Promise<void> {
  const { kind, calls } = await box.run(request);
  if (kind !== "finished" || calls.some((call) => call.kind !== "returned")) throw new Error(`the run was ${kind}`);
}

/** Milliseconds from the end of its time to the end of an endless loop. */
async function overrun(language: SandboxRequest["language"]): Promise<number> {
  const source = language === "python" ? "while True: pass" : "while (true);";
  const { kind, times } = await box.run({ language, source, limits: { time: 200 } });
  if (kind !== "timeout") throw new Error(`the run was ${kind}`);
  return times.running - 200;
}
