import { carryOut, type Done, type Work } from "./work.ts";

declare global {
  // What the tests call.
  var carryOutHere: (work: Work) => Promise<Done>;
  var carryOutInWorker: (work: Work) => Promise<Done>;
}

globalThis.carryOutHere = carryOut;
globalThis.carryOutInWorker = (work) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("worker.js", location.href), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Done>) => resolve(data));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage(work);
  });
document.title = "ready";
