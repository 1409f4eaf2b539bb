import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Client, createClient } from "@libsql/client";
import { undoLatest } from "#app/_data/answers.ts";
import { beginExam } from "#app/_data/exam-sittings.ts";
import { saveDraft } from "#app/_data/challenge-work.ts";
import { setExamDate } from "#app/_data/exam-date.ts";
import { storeMaterial } from "#app/_data/material.ts";
import { beginPlacement } from "#app/_data/placement.ts";
import { recordSubmission } from "#app/_data/submissions.ts";
import { after, answer, ask, expect, migrate, MINUTE, NOON, type Place, test } from "./drill-test.ts";
import { judged } from "./judged.ts";
import { KERNELS } from "./kernels.ts";

const committed = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** Prisma's pattern for changing a table others refer to: here Item, which Card, Serving and Log have as parent. */
const REDEFINE_ITEM = `
-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Item" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "conceptId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "targets" JSONB,
    "weight" REAL NOT NULL DEFAULT 1,
    CONSTRAINT "Item_conceptId_fkey" FOREIGN KEY ("conceptId") REFERENCES "Concept" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Item" ("conceptId", "definition", "id", "kind", "position", "rule", "status", "targets", "title", "version") SELECT "conceptId", "definition", "id", "kind", "position", "rule", "status", "targets", "title", "version" FROM "Item";
DROP TABLE "Item";
ALTER TABLE "new_Item" RENAME TO "Item";
CREATE INDEX "Item_status_conceptId_idx" ON "Item"("status", "conceptId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
`;

/** Rows in every table: answers, an undone one, an open question, imported material. */
async function fill({ db, ada }: Place): Promise<void> {
  await answer(db, ada, "neuron/bias");
  await answer(db, ada, "neuron/weight", { at: after(MINUTE), grade: "again" });
  await undoLatest(db, ada, await db.session.findFirstOrThrow(), after(2 * MINUTE));
  await answer(db, ada, "layer/width", { at: after(3 * MINUTE) });
  await ask(db, ada, "network/depth", after(4 * MINUTE));
  await storeMaterial(db, "kernels.md", Buffer.from(KERNELS), NOON);
  const misconception = { id: "sum-for-mean", name: "Sum for mean", claim: "c", truth: "t", conceptId: "neuron" };
  await db.misconception.upsert({ where: { id: misconception.id }, create: misconception, update: {} });
  await db.misunderstanding.create({
    data: { learnerId: ada.id, misconceptionId: misconception.id, status: "seen", evidence: [] },
  });
  const draft = { challengeId: "softmax", round: 1, language: "python", text: "x = 1", typedAt: NOON } as const;
  await saveDraft(db, ada.id, draft, NOON);
  await recordSubmission(db, ada, judged({ passed: true }), NOON);
  const blueprint = { minutes: 10, questions: 2, challenges: 0 };
  const reading = { now: after(5 * MINUTE), uptime: 1, boot: null };
  await beginExam(db, ada, { preset: "own", blueprint, certaintyMarking: true, seed: 1 }, reading);
  await setExamDate(db, ada, { day: 20_600, minutesPerDay: 20, weights: { ground: 2 }, leftOut: ["layer"] }, NOON);
  await beginPlacement(db, ada, NOON);
}

/** The committed migrations and a further one. */
function withMigration({ folder }: Place, sql: string): string {
  const migrations = join(folder, "migrations");
  cpSync(committed, migrations, { recursive: true });
  mkdirSync(join(migrations, "99991231235959_further"));
  writeFileSync(join(migrations, "99991231235959_further", "migration.sql"), sql);
  return migrations;
}

async function tables(client: Client): Promise<string[]> {
  const { rows } = await client.execute(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_prisma_migrations'
     ORDER BY name`,
  );
  return rows.map(({ name }) => name as string);
}

async function contents(client: Client): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const table of await tables(client)) {
    const { rows } = await client.execute(`SELECT * FROM "${table}" ORDER BY rowid`);
    all[table] = rows.map((row) => ({ ...row }));
  }
  return all;
}

async function schema(client: Client): Promise<string[]> {
  const { rows } = await client.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name");
  return rows.map(({ sql }) => sql as string);
}

test("a migration that redefines a table with children keeps every row, foreign key and trigger", async ({ place }) => {
  await fill(place);
  await place.db.$disconnect();
  const client = createClient({ url: place.url });
  const before = await contents(client);
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
  expect(before.Log.map((row) => (row as { kind: string }).kind)).toEqual([
    "review",
    "review",
    "undo",
    "review",
    "review",
  ]);

  const applied = await migrate({ databaseFile: place.databaseFile, folder: withMigration(place, REDEFINE_ITEM) });
  expect(applied).toEqual(["99991231235959_further"]);

  const after = await contents(client);
  const items = before.Item.map((row) => ({ ...(row as object), weight: 1 }));
  expect(after).toEqual({ ...before, Item: items });
  expect((await client.execute("PRAGMA foreign_key_check")).rows).toEqual([]);
  expect((await client.execute("PRAGMA integrity_check")).rows[0].integrity_check).toBe("ok");
  for (const table of ["Card", "Serving", "Log"]) {
    const { rows } = await client.execute(`PRAGMA foreign_key_list("${table}")`);
    expect(rows.find(({ from }) => from === "itemId")).toMatchObject({
      table: "Item",
      to: "id",
      on_delete: "RESTRICT",
    });
  }
  await client.execute("PRAGMA foreign_keys=ON");
  await expect(client.execute("DELETE FROM Item WHERE id = 'neuron/bias'")).rejects.toThrow("FOREIGN KEY");
  await expect(client.execute("UPDATE Log SET grade = 'easy'")).rejects.toThrow("the log is append-only");
  await expect(client.execute("DELETE FROM Log")).rejects.toThrow("the log is append-only");
  client.close();
});

test("after such a migration the drill goes on where it was", async ({ place }) => {
  await fill(place);
  const log = await place.db.log.findMany();
  await place.db.$disconnect();
  await migrate({ databaseFile: place.databaseFile, folder: withMigration(place, REDEFINE_ITEM) });
  const db = place.open();
  await answer(db, place.ada, "neuron/bias", { at: after(5 * MINUTE) });
  expect(await db.card.findFirst({ where: { itemId: "neuron/bias" } })).toMatchObject({ reps: 2 });
  const now = await db.log.findMany();
  expect(now.slice(0, log.length)).toEqual(log);
  expect(now).toHaveLength(log.length + 1);
});

test.for([
  ["fails at its end", `${REDEFINE_ITEM}\nINSERT INTO "Nowhere" VALUES (1);`, "no such table: Nowhere"],
  ["loses rows others refer to", REDEFINE_ITEM.replace('FROM "Item";', `FROM "Item" LIMIT 3;`), "broken foreign keys"],
  ["rewrites the log", `UPDATE "Log" SET "grade" = 'good';`, "the log is append-only"],
] as const)("a migration that %s leaves the database as it was", async ([, sql, reason], { place }) => {
  await fill(place);
  await place.db.$disconnect();
  const client = createClient({ url: place.url });
  const before = [await contents(client), await schema(client)];
  const folder = withMigration(place, sql);
  await expect(migrate({ databaseFile: place.databaseFile, folder })).rejects.toThrow(reason);
  expect([await contents(client), await schema(client)]).toEqual(before);
  client.close();
  expect(await migrate({ databaseFile: place.databaseFile })).toEqual([]);
});

test("before a database with data is migrated it is copied whole", async ({ place }) => {
  await fill(place);
  await place.db.$disconnect();
  const client = createClient({ url: place.url });
  const before = await contents(client);
  client.close();
  await migrate({ databaseFile: place.databaseFile, folder: withMigration(place, REDEFINE_ITEM) });
  const [copy, ...others] = readdirSync(join(place.folder, "backups"));
  expect(others).toEqual([]);
  const copied = createClient({ url: `file:${join(place.folder, "backups", copy)}` });
  expect(await contents(copied)).toEqual(before);
  copied.close();
});

test("the committed migrations make every table, column and index of the schema", async ({ place: { url } }) => {
  const client = createClient({ url });
  const models = [
    ...readFileSync(join(committed, "..", "schema.prisma"), "utf8").matchAll(/^model (\w+) \{\n([^]*?)^\}/gm),
  ];
  expect(models.map(([, name]) => name).sort()).toEqual(await tables(client));
  const scalar =
    /^ {2}(\w+) +(?:String|Int|Float|Boolean|DateTime|Json|ItemStatus|ItemKind|LogKind|ProgramLanguage|SessionMode|ExamEnding)\b/gm;
  for (const [, name, body] of models) {
    const { rows } = await client.execute(`PRAGMA table_info("${name}")`);
    expect(new Set([...body.matchAll(scalar)].map(([, column]) => column))).toEqual(
      new Set(rows.map(({ name }) => name)),
    );
    const indexes = [...body.matchAll(/@@index\(\[([^\]]+)\]\)/g)].map(
      ([, columns]) => `${name}_${columns.split(", ").join("_")}_idx`,
    );
    const found = await client.execute(`PRAGMA index_list("${name}")`);
    const made = found.rows.map((row) => row.name as string).filter((index) => index.endsWith("_idx"));
    expect(made.sort()).toEqual(indexes.sort());
  }
  client.close();
});
