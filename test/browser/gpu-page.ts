import { carryOutOnGpu, type GpuDone, type GpuWork } from "./gpu-work.ts";

declare global {
  // What the tests call.
  var gpuHere: (work: GpuWork) => Promise<GpuDone>;
  var gpuInWorker: (work: GpuWork) => Promise<GpuDone>;
}

globalThis.gpuHere = carryOutOnGpu;
globalThis.gpuInWorker = (work) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("worker.js", location.href), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<GpuDone>) => resolve(data));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage(work);
  });
document.title = "ready";
