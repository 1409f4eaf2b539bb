import { carryOut, type Work } from "./work.ts";

async function answer(work: Work): Promise<void> {
  self.postMessage(await carryOut(work));
}

self.addEventListener("message", ({ data }: MessageEvent<Work>) => void answer(data));
