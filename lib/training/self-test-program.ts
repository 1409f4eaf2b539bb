// The self-test in a process of its own: started by self-test-process.ts, which hears of each backend as it was tried.
import process from "node:process";
import { nodeGpu } from "./node-gpu.ts";
import { testBackends } from "./self-test.ts";

/** Seconds that each backend is timed for. */
const SECONDS = 0.5;

process.on("disconnect", () => process.exit());
await testBackends({ seconds: SECONDS, gpu: nodeGpu }, (trial) => process.send?.(trial));
process.disconnect?.();
// Threads of a backend and a driver's own may be left.
process.exit();
