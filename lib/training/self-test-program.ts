// The self-test in a process of its own, with the seconds to time each backend, if any: started by self-test-process.ts, which hears of each backend as it was tried.
import process from "node:process";
import { nodeGpu } from "./node-gpu.ts";
import { testBackends } from "./self-test.ts";

process.on("disconnect", () => process.exit());
const seconds = process.argv[2] === undefined ? null : Number(process.argv[2]);
await testBackends({ seconds, gpu: nodeGpu }, (trial) => process.send?.(trial));
process.disconnect?.();
// Threads of a backend and a driver's own may be left.
process.exit();
