import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { backUp } from "./backup.mjs";
import { Failure, runMain } from "./failure.mjs";
import { isMain, requireNode } from "./node-version.mjs";
import { readDatabase, root } from "./settings.mjs";

// Column for column the table that Prisma keeps, so that `prisma migrate status` agrees with this runner.
const table = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations in `folder` that the database doesn't have yet, each in one transaction: a migration
 * that fails leaves nothing behind. A database with data is copied to `backups/` beside it first.
 * Resolves to the names applied. Throws a Failure when an applied migration was changed, is missing from the
 * folder or was left unfinished by another tool, or when one fails or breaks a foreign key.
 */
export async function migrate({ databaseFile, folder = join(root, "prisma", "migrations"), say = () => {} }) {
  const { createClient } = await import("@libsql/client");
  const migrations = readMigrations(folder);
  mkdirSync(dirname(databaseFile), { recursive: true });
  // One connection, or the PRAGMAs below would act on another than the transaction's.
  const client = createClient({ url: `file:${databaseFile}`, timeout: 10_000, concurrency: 1 });
  try {
    await client.execute("PRAGMA journal_mode=WAL");
    const pending = await pendingOf(client, migrations);
    if (pending.length > 0) {
      const copy = await backUp(client, databaseFile);
      if (copy) say(`Copied the database to ${copy}.`);
    }
    const applied = [];
    for (const migration of pending) {
      if (await apply(client, migration)) applied.push(migration.name);
    }
    return applied;
  } finally {
    client.close();
  }
}

function readMigrations(folder) {
  if (!existsSync(folder)) throw new Failure(`There are no migrations: ${folder} doesn't exist.`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"));
      return { name, sql: sql.toString("utf8"), checksum: sha256(sql) };
    });
}

function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}

async function pendingOf(client, migrations) {
  const tables = await client.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='_prisma_migrations'");
  if (tables.rows.length === 0) return migrations;
  const { rows } = await client.execute(
    'SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new Failure(
        `The database has the migration ${row.migration_name}, which this version of Epoch doesn't know. ` +
          "Was it last used by a newer version?",
      );
    }
    if (row.finished_at === null) {
      throw new Failure(`The migration ${row.migration_name} was begun by another tool and never finished.`);
    }
    // A checkout may have turned line ends into CRLF.
    const sameText = sha256(migration.sql.replaceAll("\r\n", "\n"));
    if (row.checksum !== migration.checksum && row.checksum !== sameText) {
      throw new Failure(
        `The migration ${migration.name} was changed after it was applied: the database has the checksum ` +
          `${row.checksum}, its file ${migration.checksum}. Put the file back, and write a new migration instead.`,
      );
    }
  }
  const applied = new Set(rows.map((row) => row.migration_name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client, { name, sql, checksum }) {
  if (/^\s*(commit|rollback|end transaction|begin\s*(;|transaction|immediate|deferred|exclusive))\b/im.test(sql)) {
    throw new Failure(
      `The migration ${name} opens or ends a transaction itself, which it may not: it runs inside one.`,
    );
  }
  // Inside a transaction this PRAGMA does nothing, and a table that is redefined would take its children's rows along.
  await client.execute("PRAGMA foreign_keys=OFF");
  const transaction = await client.transaction("write");
  try {
    await transaction.execute(table);
    const taken = await transaction.execute({
      sql: 'SELECT 1 FROM "_prisma_migrations" WHERE "migration_name" = ? AND "rolled_back_at" IS NULL',
      args: [name],
    });
    if (taken.rows.length > 0) return false;
    const startedAt = Date.now();
    await transaction.executeMultiple(sql);
    const broken = await transaction.execute("PRAGMA foreign_key_check");
    if (broken.rows.length > 0) {
      const { table: child, rowid, parent } = broken.rows[0];
      throw new Error(`${broken.rows.length} broken foreign keys, the first in ${child}, row ${rowid}, to ${parent}`);
    }
    await transaction.execute({
      sql:
        'INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", ' +
        '"applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)',
      args: [randomUUID(), checksum, Date.now(), name, startedAt],
    });
    await transaction.commit();
    return true;
  } catch (error) {
    throw new Failure(`The migration ${name} failed, and the database is as it was before: ${error.message}`, {
      cause: error,
    });
  } finally {
    transaction.close();
    await client.execute("PRAGMA foreign_keys=ON");
  }
}

if (isMain(import.meta.url)) {
  requireNode();
  await runMain(async () => {
    const applied = await migrate({ ...readDatabase(), say: console.log });
    console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
  });
}
