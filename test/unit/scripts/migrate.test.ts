import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { script, scriptPath } from "./script.ts";

type Migrate = (options: { databaseFile: string; folder: string }) => Promise<string[]>;
const { migrate } = await script<{ migrate: Migrate }>("migrate.mjs");

let place: string;
let databaseFile: string;
let folder: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "epoch-migrate-"));
  databaseFile = join(place, "epoch.db");
  folder = join(place, "migrations");
  mkdirSync(folder);
});

afterEach(() => rmSync(place, { recursive: true }));

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

async function rows(sql: string): Promise<unknown[][]> {
  const client = createClient({ url: `file:${databaseFile}` });
  try {
    return (await client.execute(sql)).rows.map((row) => Object.values(row));
  } finally {
    client.close();
  }
}

const library = `
CREATE TABLE "Shelf" ("id" INTEGER PRIMARY KEY);
CREATE TABLE "Book" ("id" INTEGER PRIMARY KEY, "shelf" INTEGER NOT NULL REFERENCES "Shelf" ("id") ON DELETE CASCADE);
INSERT INTO "Shelf" VALUES (1), (2);
INSERT INTO "Book" VALUES (10, 1), (11, 2);
`;

test("migrations are applied in the order of their names, once, and noted as Prisma notes them", async () => {
  write("20260102_fill", `INSERT INTO "Note" VALUES (7);`);
  write("20260101_make", `CREATE TABLE "Note" ("id" INTEGER PRIMARY KEY);`);
  expect(await migrate({ databaseFile, folder })).toEqual(["20260101_make", "20260102_fill"]);
  expect(await migrate({ databaseFile, folder })).toEqual([]);
  expect(await rows('SELECT "id" FROM "Note"')).toEqual([[7]]);
  const noted = await rows(
    `SELECT "migration_name", "checksum", "applied_steps_count", typeof("finished_at"), "rolled_back_at" FROM "_prisma_migrations"`,
  );
  const checksum = createHash("sha256").update(`INSERT INTO "Note" VALUES (7);`).digest("hex");
  expect(noted[1]).toEqual(["20260102_fill", checksum, 1, "integer", null]);
});

test("a migration that fails half-way leaves nothing, and the ones before it stay", async () => {
  write("1_library", library);
  write("2_broken", `CREATE TABLE "Half" ("id" INTEGER); DELETE FROM "Book"; INSERT INTO "Nowhere" VALUES (1);`);
  await expect(migrate({ databaseFile, folder })).rejects.toThrow(
    /2_broken failed, and the database is as it was before: .*no such table: Nowhere/,
  );
  expect(await rows(`SELECT name FROM sqlite_master WHERE name = 'Half'`)).toEqual([]);
  expect(await rows('SELECT "id" FROM "Book"')).toEqual([[10], [11]]);
  expect(await rows('SELECT "migration_name" FROM "_prisma_migrations"')).toEqual([["1_library"]]);
  write("2_broken", `CREATE TABLE "Half" ("id" INTEGER);`);
  expect(await migrate({ databaseFile, folder })).toEqual(["2_broken"]);
});

test("a table that is redefined keeps the rows that hang on it", async () => {
  write("1_library", library);
  write(
    "2_redefine",
    `PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Shelf" ("id" INTEGER PRIMARY KEY, "room" TEXT);
INSERT INTO "new_Shelf" ("id") SELECT "id" FROM "Shelf";
DROP TABLE "Shelf";
ALTER TABLE "new_Shelf" RENAME TO "Shelf";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;`,
  );
  await migrate({ databaseFile, folder });
  expect(await rows('SELECT "id" FROM "Book"')).toEqual([[10], [11]]);
});

test("a migration that breaks a foreign key is taken back", async () => {
  write("1_library", library);
  write("2_orphan", `DELETE FROM "Shelf" WHERE "id" = 2;`);
  await expect(migrate({ databaseFile, folder })).rejects.toThrow(
    "1 broken foreign keys, the first in Book, row 11, to Shelf",
  );
  expect(await rows('SELECT "id" FROM "Shelf"')).toEqual([[1], [2]]);
});

test("an applied migration that was changed is an error with both checksums; CRLF alone is no change", async () => {
  write("1_make", 'CREATE TABLE "Note" ("id" INTEGER);\n');
  await migrate({ databaseFile, folder });
  write("1_make", 'CREATE TABLE "Note" ("id" INTEGER);\r\n');
  expect(await migrate({ databaseFile, folder })).toEqual([]);
  write("1_make", 'CREATE TABLE "Note" ("id" TEXT);\n');
  await expect(migrate({ databaseFile, folder })).rejects.toThrow(
    /1_make was changed after it was applied: the database has the checksum [0-9a-f]{64}, its file [0-9a-f]{64}/,
  );
});

test("a database of a newer version is refused", async () => {
  write("1_make", 'CREATE TABLE "Note" ("id" INTEGER);');
  await migrate({ databaseFile, folder });
  rmSync(join(folder, "1_make"), { recursive: true });
  write("0_other", 'CREATE TABLE "Other" ("id" INTEGER);');
  await expect(migrate({ databaseFile, folder })).rejects.toThrow("1_make, which this version of Epoch doesn't know");
});

test("a migration may not end the transaction it runs in", async () => {
  write("1_commit", 'CREATE TABLE "Note" ("id" INTEGER);\nCOMMIT;');
  await expect(migrate({ databaseFile, folder })).rejects.toThrow("1_commit opens or ends a transaction itself");
  expect(await rows("SELECT name FROM sqlite_master")).toEqual([]);
});

test("a database with rows is copied first, one without is not, and five copies are kept", async () => {
  write("1_make", 'CREATE TABLE "Note" ("id" INTEGER);');
  await migrate({ databaseFile, folder });
  write("2_add", 'INSERT INTO "Note" VALUES (1);');
  await migrate({ databaseFile, folder });
  expect(readdirSync(place)).not.toContain("backups");
  for (const step of [3, 4, 5, 6, 7, 8, 9]) {
    write(`${step}_add`, `INSERT INTO "Note" VALUES (${step});`);
    await migrate({ databaseFile, folder });
  }
  const copies = readdirSync(join(place, "backups")).sort();
  expect(copies).toHaveLength(5);
  databaseFile = join(place, "backups", copies[4] ?? "");
  expect(await rows('SELECT max("id"), count(*) FROM "Note"')).toEqual([[8, 7]]);
});

test("two processes on one database apply each migration once between them", async () => {
  write("1_make", 'CREATE TABLE "Note" ("id" INTEGER); INSERT INTO "Note" VALUES (1);');
  write("2_more", 'INSERT INTO "Note" VALUES (2);');
  const program = `import { migrate } from ${JSON.stringify(scriptPath("migrate.mjs"))};
console.log((await migrate(${JSON.stringify({ databaseFile, folder })})).join("\\n"));`;
  const runs = [1, 2].map(() => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]));
  const applied = (await Promise.all(runs)).flatMap(({ stdout }) => stdout.split("\n").filter(Boolean));
  expect(applied.sort()).toEqual(["1_make", "2_more"]);
  expect(await rows('SELECT "id" FROM "Note"')).toEqual([[1], [2]]);
});
