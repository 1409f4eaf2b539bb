import { carryOutOnGpu, type GpuWork } from "./gpu-work.ts";

async function answer(work: GpuWork): Promise<void> {
  self.postMessage(await carryOutOnGpu(work));
}

self.addEventListener("message", ({ data }: MessageEvent<GpuWork>) => void answer(data));
