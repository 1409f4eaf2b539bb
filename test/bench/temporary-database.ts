import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Migrate = (options: { databaseFile: string }) => Promise<string[]>;

/** Makes a migrated database that is this process's until it ends, and removes it then. Gives the file's path. */
export async function temporaryDatabase(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "epoch-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const databaseFile = join(folder, "bench.db");
  const script = fileURLToPath(new URL("../../scripts/migrate.mjs", import.meta.url));
  const { migrate } = (await import(script)) as { migrate: Migrate };
  await migrate({ databaseFile });
  process.env.DATABASE_URL = `file:${databaseFile}`;
  return databaseFile;
}
