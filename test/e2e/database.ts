import { type Client, createClient, type InValue, type Row } from "@libsql/client";
import type { Answer } from "#lib/grade/answer.ts";
import { type PublicQuestion, Variant } from "#lib/item/question.ts";

export type Kind = PublicQuestion["kind"];
export const KINDS: readonly Kind[] = [
  "bug",
  "choice",
  "cloze",
  "expression",
  "match",
  "multi",
  "numeric",
  "order",
  "tensor",
  "recall",
];

/** A question as the database keeps it. */
export interface StoredServing {
  id: string;
  itemId: string;
  variant: Variant;
  open: boolean;
  committed: Answer | null;
}

export interface StoredReview {
  seq: number;
  itemId: string;
  servingId: string;
  grade: string;
  answer: Answer | null;
  verdict: { outcome: string; read: string };
  certainty: number | null;
}

/** The database file of a running server, read and arranged beside it. */
export interface Database {
  /** Makes an item of the kind, never answered before and with a definition as `wanted`, the only one to ask. */
  askOnly(kind: Kind, wanted?: (definition: string) => boolean): Promise<string>;
  /** Makes the whole bank askable again. */
  askEverything(): Promise<void>;
  /** The question that is open. Throws when none is. */
  openServing(): Promise<StoredServing>;
  serving(id: string): Promise<StoredServing>;
  /** The rows of the log, oldest first; of kind review only where they are of one serving. */
  reviews(servingId?: string): Promise<StoredReview[]>;
  countLog(): Promise<number>;
  card(itemId: string): Promise<Row | null>;
  misconception(id: string): Promise<{ name: string; conceptId: string; conceptTitle: string }>;
  all(sql: string, args?: InValue[]): Promise<Row[]>;
  close(): void;
}

/** Opens the file of a server, and lifts the day's limits, which would end a test early. */
export async function openDatabase(file: string): Promise<Database> {
  const client = createClient({ url: `file:${file}`, timeout: 10_000, concurrency: 1 });
  const all = async (sql: string, args: InValue[] = []) => (await client.execute({ sql, args })).rows;
  await all("UPDATE Settings SET minutesPerDay = 600, newPerDay = 1000");

  return {
    all,
    async askOnly(kind, wanted = () => true) {
      const rows = await all(
        `SELECT i.id, i.definition FROM Item i JOIN Concept k ON k.id = i.conceptId
         WHERE i.kind = ? AND i.status IN ('active', 'retired') AND k.materialId IS NULL
           AND NOT EXISTS (SELECT 1 FROM Log l WHERE l.itemId = i.id) ORDER BY i.id`,
        [kind],
      );
      const item = rows.find(({ definition }) => wanted(text(definition)));
      if (!item) throw new Error(`no ${kind} item is left that was never answered (${rows.length} of its kind)`);
      const id = text(item.id);
      await arrange(client, [
        { sql: "UPDATE Item SET status = 'retired' WHERE status = 'active'", args: [] },
        { sql: "UPDATE Item SET status = 'active' WHERE id = ?", args: [id] },
        { sql: "UPDATE Serving SET openFor = NULL WHERE openFor IS NOT NULL", args: [] },
      ]);
      return id;
    },
    async askEverything() {
      await arrange(client, [
        { sql: "UPDATE Item SET status = 'active' WHERE status = 'retired'", args: [] },
        { sql: "UPDATE Serving SET openFor = NULL WHERE openFor IS NOT NULL", args: [] },
      ]);
    },
    async openServing() {
      const [row] = await all("SELECT * FROM Serving WHERE openFor IS NOT NULL");
      if (!row) throw new Error("no question is open");
      return toServing(row);
    },
    async serving(id) {
      const [row] = await all("SELECT * FROM Serving WHERE id = ?", [id]);
      if (!row) throw new Error(`there is no serving ${id}`);
      return toServing(row);
    },
    async reviews(servingId) {
      const rows = servingId
        ? await all("SELECT * FROM Log WHERE servingId = ? ORDER BY seq", [servingId])
        : await all("SELECT * FROM Log WHERE kind = 'review' ORDER BY seq");
      return rows.map(toReview);
    },
    async countLog() {
      const [row] = await all("SELECT count(*) AS n FROM Log");
      return Number(row?.n);
    },
    async card(itemId) {
      return (await all("SELECT * FROM Card WHERE itemId = ?", [itemId]))[0] ?? null;
    },
    async misconception(id) {
      const [row] = await all(
        `SELECT m.name, m.conceptId, k.title FROM Misconception m JOIN Concept k ON k.id = m.conceptId WHERE m.id = ?`,
        [id],
      );
      if (!row) throw new Error(`there is no misconception ${id}`);
      return { name: text(row.name), conceptId: text(row.conceptId), conceptTitle: text(row.title) };
    },
    close: () => client.close(),
  };
}

async function arrange(client: Client, statements: { sql: string; args: InValue[] }[]): Promise<void> {
  await client.batch(statements, "write");
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError(`expected text in the database, found ${typeof value}`);
  return value;
}

function toServing(row: Row): StoredServing {
  return {
    id: text(row.id),
    itemId: text(row.itemId),
    variant: Variant.parse(JSON.parse(text(row.snapshot))),
    open: row.openFor !== null,
    committed: row.committed === null ? null : (JSON.parse(text(row.committed)) as Answer),
  };
}

function toReview(row: Row): StoredReview {
  return {
    seq: Number(row.seq),
    itemId: text(row.itemId),
    servingId: text(row.servingId),
    grade: text(row.grade),
    answer: row.answer === null ? null : (JSON.parse(text(row.answer)) as Answer),
    verdict: JSON.parse(text(row.verdict)) as StoredReview["verdict"],
    certainty: row.certainty === null ? null : Number(row.certainty),
  };
}
