// A training run in a process of its own: node --import ./plain.mjs program.ts, started by training.ts, which it speaks to.
import process from "node:process";
import { EngineError } from "#engine/index.ts";
import type { Command, Reply, TrainingOrder } from "./message.ts";
import { nodeGpu } from "./node-gpu.ts";
import { carryOutTraining } from "./session.ts";
import { TrainingError } from "./training-error.ts";

const stop = new AbortController();
const say = (reply: Reply) => void process.send?.(reply);

process.on("message", (command: Command) => {
  if (command.kind === "stop") stop.abort();
  else void carryOut(command).finally(() => process.disconnect?.());
});
// A run that nobody listens to is of no use; one whose parent was told to stop hears of it from the parent.
process.on("disconnect", () => process.exit());
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("SIGTERM", () => stop.abort());

async function carryOut(order: TrainingOrder): Promise<void> {
  try {
    const host = { say, isStopped: () => stop.signal.aborted, gpu: () => nodeGpu() };
    say({ kind: "ended", result: await carryOutTraining(order, host) });
  } catch (error) {
    if (error instanceof TrainingError) say({ kind: "failed", fault: error.fault, message: error.message });
    else
      say({ kind: "failed", fault: "engine", message: error instanceof EngineError ? error.message : String(error) });
  }
}
