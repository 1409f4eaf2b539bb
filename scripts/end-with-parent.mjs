// Loaded into the processes that scripts/child.mjs starts, so that they end even when their parent was killed outright.
import { isMainThread } from "node:worker_threads";

const parent = Number(process.env.EPOCH_PARENT_PID);

if (isMainThread && process.ppid === parent) {
  setInterval(() => {
    if (isThere()) return;
    try {
      if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
    } finally {
      process.exit(1);
    }
  }, 250).unref();
}

function isThere() {
  if (process.ppid !== parent) return false;
  try {
    process.kill(parent, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
