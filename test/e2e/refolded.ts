import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Compared } from "./refold.ts";
import type { Server } from "./server.ts";

/** Every stored card of a server's database beside what its log amounts to. */
export async function refold({ databaseFile }: Server): Promise<Compared[]> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const command = ["--conditions=react-server", "--import", "tsx", "test/e2e/refold.ts", databaseFile];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout) as Compared[];
}
