import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/**
 * Makes, once a run, the migrated and seeded database that every server of the tests starts from a copy of, and
 * brings the build up to date. Its path is left in `EPOCH_BASE_DATABASE`.
 */
export default async function makeBaseDatabase(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "epoch-e2e-"));
  const databaseFile = join(folder, "base.db");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await promisify(execFile)(process.execPath, ["scripts/setup.mjs"], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: `file:${databaseFile}` },
    });
  } catch (error) {
    remove();
    throw error;
  }
  process.env["EPOCH_BASE_DATABASE"] = databaseFile;
  return remove;
}
