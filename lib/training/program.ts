// A training run in a process of its own: node --import ./plain.mjs program.ts, started by training.ts, which it speaks to.
import process from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readInstalled } from "#lib/datasets/installed.ts";
import { checkpointFiles } from "./checkpoint-file.ts";
import type { Command, Reply, TrainingOrder } from "./message.ts";
import { nodeGpu } from "./node-gpu.ts";
import { replyTo } from "./session.ts";

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
  const isStopped = () => stop.signal.aborted;
  const files = { read: readInstalled, checkpoints: checkpointFiles };
  say(await replyTo(order, { say, isStopped, pause: nextTurn, gpu: () => nodeGpu(), ...files }));
}
