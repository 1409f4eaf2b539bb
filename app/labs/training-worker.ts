import { BackendError, type GpuInterface } from "#engine/index.ts";
import { DatasetError, type PackageFile } from "#lib/datasets/package-file.ts";
import type { Command } from "#lib/training/message.ts";
import { replyTo, type TrainingHost } from "#lib/training/session.ts";
import { TrainingError } from "#lib/training/training-error.ts";

// A run of training in a worker of a page, as program.ts of lib/training has it in a process.

let isStopped = false;

const noFiles = () => Promise.reject(new TrainingError("checkpoint", "A page keeps no files."));

const host: TrainingHost = {
  say: (event) => self.postMessage(event),
  isStopped: () => isStopped,
  pause: nextTurn,
  async gpu() {
    const { gpu } = navigator as { readonly gpu?: GpuInterface };
    if (gpu === undefined) throw new BackendError("this browser has no WebGPU");
    return gpu;
  },
  read: readFromServer,
  checkpoints: { load: noFiles, save: noFiles },
};

async function readFromServer(file: PackageFile): Promise<Uint8Array> {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const response = await fetch(new URL(`/labs/data/${file.package}/${name}`, self.origin)).catch(() => null);
  if (response === null) throw new DatasetError("The server could not be reached for the data.");
  if (!response.ok) throw new DatasetError(await response.text());
  return new Uint8Array(await response.arrayBuffer());
}

// By a message to itself: timers wait for milliseconds once they are nested, and longer in a tab that is not seen.
const { port1, port2 } = new MessageChannel();
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    port1.addEventListener("message", () => resolve(), { once: true });
    port1.start();
    port2.postMessage(null);
  });
}

self.addEventListener("message", ({ data: command }: MessageEvent<Command>) => {
  if (command.kind === "stop") isStopped = true;
  else void replyTo(command, host).then((reply) => self.postMessage(reply));
});
