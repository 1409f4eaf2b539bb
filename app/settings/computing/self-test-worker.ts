import { type SelfTestOptions, testBackends } from "#lib/training/self-test.ts";

/** Tries this browser's backends, away from the page, and tells of each; null when all are tried. */
async function answer({ data }: MessageEvent<Pick<SelfTestOptions, "seconds">>): Promise<void> {
  await testBackends(data, (trial) => self.postMessage(trial));
  self.postMessage(null);
}

self.addEventListener("message", (event: MessageEvent<Pick<SelfTestOptions, "seconds">>) => {
  // An error that is not told of here would be lost; this way the page hears of it.
  void answer(event).catch((error: unknown) => reportError(error));
});
