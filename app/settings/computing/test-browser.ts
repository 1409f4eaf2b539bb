import type { BackendTrial } from "#lib/training/self-test.ts";

/** Tries this browser's backends in a worker, each for so many seconds; null to find out only which work. */
export function testBrowser(seconds: number | null, tell: (trial: BackendTrial) => void): Promise<void> {
  const worker = new Worker(new URL("./self-test-worker.ts", import.meta.url), { type: "module" });
  return new Promise<void>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<BackendTrial | null>) => {
      if (data === null) resolve();
      else tell(data);
    });
    worker.addEventListener("error", ({ message }) => reject(new Error(message || "the worker did not start")));
    worker.postMessage({ seconds });
  }).finally(() => worker.terminate());
}
