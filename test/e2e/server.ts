import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A running Epoch with a database of its own. */
export type Server = {
  url: string;
  databaseFile: string;
  /** What it printed since this was last asked. */
  takePrinted(): string;
  /** Of the process that runs now. */
  pid(): number;
  /** Ends the server as a crash would: no signal it could catch, nothing flushed. */
  kill9(): Promise<void>;
  /** Ends the server if it runs, and starts it again on the same port and database. */
  restart(): Promise<void>;
  /** Ends the server and removes its database. */
  close(): Promise<void>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `next start` on a free port with a fresh copy of the base database. Throws what it printed if it won't. */
export async function startServer(env: Record<string, string> = {}): Promise<Server> {
  const base = process.env["EPOCH_BASE_DATABASE"];
  if (base === undefined) throw new Error("EPOCH_BASE_DATABASE is not set: run these tests by Playwright's config");
  const folder = mkdtempSync(join(tmpdir(), "epoch-server-"));
  const databaseFile = join(folder, "epoch.db");
  copyFileSync(base, databaseFile);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let printed = "";
  let child = await launch();

  async function launch(): Promise<ChildProcess> {
    const endWithParent = new URL("../../scripts/end-with-parent.mjs", import.meta.url).href;
    const next = ["node_modules/next/dist/bin/next", "start", "--port", String(port), "--hostname", "127.0.0.1"];
    const started = spawn(process.execPath, ["--import", endWithParent, ...next], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        EPOCH_PARENT_PID: String(process.pid),
        DATABASE_URL: `file:${databaseFile}`,
        PORT: String(port),
        HOST: "127.0.0.1",
        ...env,
      },
    });
    started.stdout.on("data", (piece) => (printed += piece));
    started.stderr.on("data", (piece) => (printed += piece));
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
      if (started.exitCode !== null) break;
      if (await answers(url)) return started;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    started.kill("SIGKILL");
    throw new Error(`the server on port ${port} did not start:\n${printed}`);
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  return {
    url,
    databaseFile,
    takePrinted() {
      const taken = printed;
      printed = "";
      return taken;
    },
    pid: () => child.pid ?? NaN,
    kill9: () => end("SIGKILL"),
    async restart() {
      await end("SIGTERM");
      child = await launch();
    },
    async close() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    // A path without a page: this asks whether the server is up, not whether a page works.
    await fetch(`${url}/_next/static/none`, { method: "HEAD" });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error(`no port in ${String(address)}`);
  return address.port;
}
