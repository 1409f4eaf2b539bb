import "server-only";
import { createHash } from "node:crypto";
import { decode } from "#lib/bank/decode.ts";
import type { CodeRun } from "#lib/bank/code-runs.ts";
import { type Imported, importDocument } from "#lib/bank/import.ts";
import { slug } from "#lib/bank/words.ts";
import { DataItem } from "#lib/item/schema.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { storeConcept, storeItem } from "./bank-store.ts";
import { type Db, writing } from "./client.ts";

/** Concepts of imported material come after the project's own. */
const AFTER_THE_NOTES = 100_000;

export interface StoredMaterial {
  id: string;
  name: string;
  title: string;
  importedAt: Date;
  repaired: string | null;
  drafts: number;
  accepted: number;
  rejected: number;
}

export type DraftStatus = "draft" | "active" | "rejected";

export interface DraftItem {
  item: DataItem;
  status: DraftStatus;
  concept: string;
}

export interface ImportResult {
  id: string;
  /** False when the very same bytes were imported before. */
  isNew: boolean;
  imported: Imported;
}

/**
 * Stores a document with its draft questions, which are not asked until accepted. The same bytes are stored once; other
 * bytes under a known name are a document of their own. `runs` are what its programs did (material-code.ts).
 */
export async function storeMaterial(
  db: PrismaClient,
  name: string,
  bytes: Uint8Array,
  now: Date,
  runs: readonly CodeRun[] = [],
): Promise<ImportResult> {
  const hash = createHash("sha256").update(bytes).digest("hex");
  return writing(db, async (tx) => {
    const known = await tx.material.findUnique({ where: { hash } });
    if (known) return { id: known.id, isNew: false, imported: importDocument(bytes, known.name, runs) };
    const { id, freeName, imported } = await importUnderFreeName(tx, bytes, name, runs);
    const { title, format, repaired, concepts, items } = imported;
    await tx.material.create({
      data: {
        id,
        name: freeName,
        title,
        format,
        repaired: repaired.length > 0 ? `read as ${repaired.join(", then as ")}` : null,
        hash,
        text: decode(bytes).text,
        importedAt: now,
      },
    });
    const position = AFTER_THE_NOTES + (await tx.concept.count());
    for (const [i, concept] of concepts.entries()) {
      const stored = { ...concept, areaId: null, position: position + i, needs: [], body: "", materialId: id };
      await storeConcept(tx, stored);
    }
    for (const [i, item] of items.entries()) await storeItem(tx, item, i, "draft");
    return { id, isNew: true, imported };
  });
}

export async function listMaterial(db: Db): Promise<StoredMaterial[]> {
  const rows = await db.material.findMany({
    orderBy: { importedAt: "desc" },
    include: { concepts: { select: { items: { select: { status: true } } } } },
  });
  return rows.map(({ id, name, title, importedAt, repaired, concepts }) => {
    const statuses = concepts.flatMap(({ items }) => items.map(({ status }) => status));
    const count = (status: DraftStatus) => statuses.filter((other) => other === status).length;
    const counts = { drafts: count("draft"), accepted: count("active"), rejected: count("rejected") };
    return { id, name, title, importedAt, repaired, ...counts };
  });
}

/** The questions of a document in its order, whatever was decided on them; null for an unknown document. */
export async function findDrafts(db: Db, id: string): Promise<{ title: string; items: DraftItem[] } | null> {
  const material = await db.material.findUnique({ where: { id }, select: { title: true } });
  if (!material) return null;
  const rows = await db.item.findMany({
    where: { concept: { materialId: id } },
    orderBy: { position: "asc" },
    include: { concept: { select: { title: true } } },
  });
  const items = rows.map(({ definition, status, concept }) => ({
    item: DataItem.parse(definition),
    status: status as DraftStatus,
    concept: concept.title,
  }));
  return { title: material.title, items };
}

/** Accepts, rejects, or puts a draft back. Only questions of imported material can be decided on. */
export async function decideDraft(db: Db, itemId: string, status: DraftStatus): Promise<boolean> {
  const { count } = await db.item.updateMany({
    where: { id: itemId, concept: { materialId: { not: null } } },
    data: { status },
  });
  return count === 1;
}

/**
 * Reads a document as `notes.md`, or as `notes-2.md` where that name is taken, or where a heading would get the id of
 * another document's: `net.md` with "Loss gates" and `net-loss.md` with "Gates" both ask for `net-loss-gates`.
 */
async function importUnderFreeName(db: Db, bytes: Uint8Array, name: string, runs: readonly CodeRun[]) {
  const [, stem, ending = ""] = /^(.*?)(\.\w+)?$/s.exec(name) as RegExpExecArray;
  // Short enough that the number is not cut off again where the name becomes an id.
  const short = slug(stem).slice(0, 40) || "document";
  for (let n = 1; ; n++) {
    const freeName = n === 1 ? name : `${short}-${n}${ending}`;
    const id = materialId(freeName);
    if (await db.material.findUnique({ where: { id } })) continue;
    const imported = importDocument(bytes, freeName, runs);
    const ids = imported.concepts.map((concept) => concept.id);
    if ((await db.concept.count({ where: { id: { in: ids } } })) === 0) return { id, freeName, imported };
  }
}

/** The name as it stands in the ids of the document's concepts and items. */
function materialId(name: string): string {
  return slug(name.replace(/\.\w+$/, "")) || "document";
}
