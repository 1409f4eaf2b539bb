// From `npm start` to a page that answers, in a fresh clone of the last commit: the first time, which installs, builds
// and fills the database, and the second. Run it by hand: it takes minutes and needs a package registry.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const LONGEST_MINUTES = 15;
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "epoch-start-"));
const clone = join(folder, "epoch");

try {
  const cloned = seconds(() => execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone]));
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: clone, encoding: "utf8" }).trim();
  const times = { clone: cloned, "first start": await start(), "second start": await start() };
  if (process.argv.includes("--json")) console.log(JSON.stringify({ commit, node: process.version, seconds: times }));
  else {
    console.log(`Commit ${commit}, Node ${process.version}: seconds until the first page answers`);
    for (const [what, taken] of Object.entries(times))
      console.log(`${what.padEnd(14)} ${taken.toFixed(1).padStart(7)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function seconds(work) {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}

/** Runs `npm start` in the clone until its front page answers with 200, ends it, and gives the seconds it took. */
async function start() {
  const port = await freePort();
  const begun = performance.now();
  const env = { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATABASE_URL: "", EPOCH_PASSPHRASE: "" };
  const server = spawn("npm", ["start"], { cwd: clone, env, detached: true, stdio: ["ignore", "ignore", "inherit"] });
  const closed = once(server, "close");
  try {
    while ((await status(port)) !== 200) {
      if (server.exitCode !== null) throw new Error(`npm start ended with exit code ${server.exitCode}`);
      if (performance.now() - begun > LONGEST_MINUTES * 60_000)
        throw new Error(`no page after ${LONGEST_MINUTES} minutes`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return (performance.now() - begun) / 1000;
  } finally {
    if (server.exitCode === null) process.kill(-server.pid, "SIGTERM");
    await closed;
  }
}

async function status(port) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    await response.text();
    return response.status;
  } catch {
    return null;
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
