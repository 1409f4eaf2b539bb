import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PEERS = fileURLToPath(new URL("peers", import.meta.url));
/** Measured with the versions in peers/package-lock.json. */
const MEGABYTES = 454;

/** Installs the peers that come from npm, into a folder of their own. */
export function installPeers(): void {
  console.log(
    `TensorFlow.js, jax-js and onnxruntime-web: ${MEGABYTES} MB on disk, in test/bench/engine/peers/node_modules`,
  );
  // No package here needs a script to run, and none is wanted.
  const { status, error } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: PEERS,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("the peers were not installed", { cause: error });
}
