import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const keep = 5;

/**
 * Copies a database with data into `backups/` beside it and keeps the last five copies.
 * Resolves to the copy's path, or undefined when no table holds a row.
 */
export async function backUp(client, databaseFile, now = new Date()) {
  if (!(await hasData(client))) return undefined;
  const folder = join(dirname(databaseFile), "backups");
  mkdirSync(folder, { recursive: true });
  const name = basename(databaseFile).replace(/\.db$/, "");
  const copy = join(folder, `${name}-${now.toISOString().replaceAll(/[:.]/g, "-")}.db`);
  const partial = `${copy}.partial.db`;
  rmSync(partial, { force: true });
  await client.execute({ sql: "VACUUM INTO ?", args: [partial] });
  renameSync(partial, copy);
  const stamp = /^-\d{4}-\d\d-\d\dT[\d-]+Z\.db(\.partial\.db)?$/;
  const copies = readdirSync(folder).filter((file) => file.startsWith(name) && stamp.test(file.slice(name.length)));
  for (const file of copies.filter((file) => file.endsWith(".partial.db"))) rmSync(join(folder, file));
  const whole = copies.filter((file) => !file.endsWith(".partial.db")).sort();
  for (const file of whole.slice(0, -keep)) rmSync(join(folder, file));
  return copy;
}

async function hasData(client) {
  const { rows } = await client.execute(
    "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_prisma_migrations'",
  );
  for (const { name } of rows) {
    const found = await client.execute(`SELECT 1 FROM "${String(name).replaceAll('"', '""')}" LIMIT 1`);
    if (found.rows.length > 0) return true;
  }
  return false;
}
