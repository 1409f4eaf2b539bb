import "server-only";
import { programOf } from "#content/programs.ts";
import type { Program } from "#lib/item/program.ts";
import { Item } from "#lib/item/schema.ts";
import type { DataItem } from "#lib/item/schema.ts";
import type { Db } from "./client.ts";

/**
 * What makes variants of an item: its program, or its definition as stored. Null for one that is unknown, retired or a
 * challenge.
 */
export async function askable(db: Db, itemId: string): Promise<Program | DataItem | null> {
  const row = await db.item.findUnique({
    where: { id: itemId },
    select: { definition: true, status: true, kind: true },
  });
  if (!row || row.status !== "active" || row.kind === "code") return null;
  const item = Item.parse(row.definition);
  return "program" in item ? programOf(item.id) : item;
}

export interface ConceptLink {
  id: string;
  title: string;
}

export interface NamedMisconception {
  id: string;
  name: string;
  claim: string;
  truth: string;
  concept: ConceptLink;
}

/** The names of misconceptions by their ids; what the content never had is missing. */
export async function namesOfMisconceptions(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.misconception.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A misconception by name with the note that teaches the truth; null when the content no longer has it. */
export async function findMisconception(db: Db, id: string): Promise<NamedMisconception | null> {
  const row = await db.misconception.findUnique({ where: { id } });
  if (!row) return null;
  const concept = await db.concept.findUnique({ where: { id: row.conceptId }, select: { id: true, title: true } });
  return concept && { id, name: row.name, claim: row.claim, truth: row.truth, concept };
}
