import "server-only";
import { itemWeights } from "#lib/exam/blueprint.ts";
import type { ExamArea } from "#lib/exam/exam-bank.ts";
import type { Db } from "./client.ts";

export interface ExamAreas {
  /** The areas with questions and, each as an area, the documents brought. */
  areas: ExamArea[];
  /** Area by concept. */
  areaOf: Map<string, string>;
}

/**
 * What an exam can ask about. A document the learner brought is an area of its own, as heavy as the others are in the
 * mean until a weight is given.
 */
export async function examAreas(db: Db): Promise<ExamAreas> {
  const concepts = await db.concept.findMany({
    where: { retiredAt: null, items: { some: { status: "active", kind: { not: "code" } } } },
    select: { id: true, areaId: true, materialId: true, material: { select: { title: true } } },
  });
  const areas = await db.area.findMany({
    where: { id: { in: [...new Set(concepts.flatMap(({ areaId }) => areaId ?? []))] } },
    orderBy: { position: "asc" },
    select: { id: true, title: true, weight: true },
  });
  const mean = areas.length === 0 ? 1 : areas.reduce((sum, { weight }) => sum + weight, 0) / areas.length;
  const brought = new Map(
    concepts.flatMap(({ areaId, materialId, material }) =>
      areaId === null && materialId !== null ? [[materialId, material?.title ?? materialId] as const] : [],
    ),
  );
  return {
    areas: [...areas, ...[...brought].map(([id, title]) => ({ id, title, weight: mean }))],
    areaOf: new Map(concepts.map(({ id, areaId, materialId }) => [id, areaId ?? materialId ?? id])),
  };
}

/** The weight of each item, by item id; an item of an area that the exam does not ask has none. */
export function weightsOf(
  given: Record<string, number> | null,
  areas: readonly ExamArea[],
  areaOf: ReadonlyMap<string, string>,
  items: readonly { itemId: string; conceptId: string }[],
): Map<string, number> {
  const inAreas = items.map(({ itemId, conceptId }) => ({ itemId, conceptId, areaId: areaOf.get(conceptId) ?? "" }));
  const weights = areas.map(({ id, title, weight }) => ({ id, title, weight: given?.[id] ?? weight }));
  return itemWeights({ minutes: 0, questions: 0, challenges: 0 }, weights, inAreas);
}
