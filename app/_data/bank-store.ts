import "server-only";
import { programOf } from "#content/programs.ts";
import type { Item } from "#lib/item/schema.ts";
import { itemTargets } from "#lib/misconception/item-targets.ts";
import { itemOfChallenge } from "./challenge-items.ts";
import type { Db } from "./client.ts";

export interface StoredConcept {
  id: string;
  title: string;
  areaId: string | null;
  position: number;
  needs: string[];
  body: string;
  materialId: string | null;
}

/** The bank as the content has it. */
export interface Bank {
  areas: { id: string; title: string; position: number; weight: number }[];
  concepts: StoredConcept[];
  items: Item[];
  /** The challenges, each of which is an item of kind code. */
  challenges: { slug: string; concept: string; title: string }[];
  misconceptions: { id: string; name: string; claim: string; truth: string; conceptId: string }[];
}

/**
 * Makes the bank in the database the one given. What is missing from it is retired, so that cards and log keep what
 * they refer to; imported material is left alone. Call it in a transaction.
 */
export async function storeBank(db: Db, bank: Bank, now: Date): Promise<void> {
  for (const area of bank.areas) await db.area.upsert({ where: { id: area.id }, create: area, update: area });
  for (const concept of bank.concepts) await storeConcept(db, concept);
  for (const [position, item] of bank.items.entries()) await storeItem(db, item, position, "active");
  for (const [position, challenge] of bank.challenges.entries()) await storeChallenge(db, challenge, position);
  for (const { id, ...data } of bank.misconceptions)
    await db.misconception.upsert({ where: { id }, create: { id, ...data }, update: { ...data, retiredAt: null } });

  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  const items = [...ids(bank.items), ...bank.challenges.map(({ slug }) => itemOfChallenge(slug))];
  await db.item.updateMany({
    where: { id: { notIn: items }, concept: { materialId: null }, status: { not: "retired" } },
    data: { status: "retired" },
  });
  await db.concept.updateMany({
    where: { id: { notIn: ids(bank.concepts) }, materialId: null, retiredAt: null },
    data: { retiredAt: now },
  });
  await db.misconception.updateMany({
    where: { id: { notIn: ids(bank.misconceptions) }, retiredAt: null },
    data: { retiredAt: now },
  });
}

export async function storeConcept(db: Db, { id, ...data }: StoredConcept): Promise<void> {
  await db.concept.upsert({ where: { id }, create: { id, ...data }, update: { ...data, retiredAt: null } });
}

async function storeChallenge(
  db: Db,
  { slug, concept, title }: Bank["challenges"][number],
  position: number,
): Promise<void> {
  const id = itemOfChallenge(slug);
  const place = { conceptId: concept, title, position };
  const data = { ...place, kind: "code", version: 1, rule: "challenge", definition: {}, status: "active" } as const;
  await db.item.upsert({ where: { id }, create: { id, ...data }, update: data });
}

export async function storeItem(db: Db, item: Item, position: number, status: "active" | "draft"): Promise<void> {
  const { id, concept: conceptId, kind, version, title, rule } = item;
  const asked = "program" in item ? programOf(item.id) : item;
  const targets = asked ? itemTargets(asked) : [];
  const data = { conceptId, kind, version, title, rule, definition: item, position, status, targets };
  await db.item.upsert({ where: { id }, create: { id, ...data }, update: data });
}
