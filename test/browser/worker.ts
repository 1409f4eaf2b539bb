import { carryOut, type Work } from "./work.ts";

self.addEventListener("message", ({ data }: MessageEvent<Work>) => {
  void carryOut(data).then((done) => self.postMessage(done));
});
