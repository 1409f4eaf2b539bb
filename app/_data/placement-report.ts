import "server-only";
import { z } from "zod";
import type { PlacedConcept } from "#lib/exam/placement.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";

/** A placement that has ended, as its page shows it. */
export interface PlacementReport {
  id: string;
  endedAt: Date;
  undoneAt: Date | null;
  /** Questions answered, and how many rightly. */
  questions: number;
  right: number;
  areas: PlacedArea[];
  /** Questions of the bank that it set aside as known, and the study days after which the first and last come back. */
  set: { items: number; firstDay: number; lastDay: number } | null;
}

export interface PlacedArea {
  title: string;
  concepts: {
    id: string;
    title: string;
    passed: boolean;
    /** How likely it is known, 0 to 1. */
    probability: number;
    /** What was answered about the concept itself, in order. */
    answers: boolean[];
    /** Answers about it and about what builds on it. */
    answered: number;
  }[];
}

const Result = z.array(
  z.object({ conceptId: z.string(), passed: z.boolean(), probability: z.number(), answered: z.number() }),
) satisfies z.ZodType<PlacedConcept[]>;

/** Null for one that is unknown, goes on, or was dropped. */
export async function readPlacement(db: Db, learner: Learner, id: string): Promise<PlacementReport | null> {
  const row = await db.placement.findUnique({
    where: { id, learnerId: learner.id },
    include: { questions: { where: { answeredAt: { not: null } }, orderBy: { position: "asc" } } },
  });
  if (!row || row.endedAt === null || row.result === null) return null;
  const placed = new Map(Result.parse(row.result).map((concept) => [concept.conceptId, concept]));
  const answers = new Map<string, boolean[]>();
  for (const { conceptId, right } of row.questions)
    answers.set(conceptId, [...(answers.get(conceptId) ?? []), right ?? false]);
  const areas = await db.area.findMany({
    orderBy: { position: "asc" },
    select: { title: true, concepts: { orderBy: { position: "asc" }, select: { id: true, title: true } } },
  });
  return {
    id,
    endedAt: row.endedAt,
    undoneAt: row.undoneAt,
    questions: row.questions.length,
    right: row.questions.filter(({ right }) => right).length,
    areas: areas
      .map(({ title, concepts }) => ({
        title,
        concepts: concepts.flatMap((concept) => {
          const found = placed.get(concept.id);
          return found ? [{ ...found, ...concept, answers: answers.get(concept.id) ?? [] }] : [];
        }),
      }))
      .filter(({ concepts }) => concepts.length > 0),
    set: await readSet(db, learner, id, row.endedAt),
  };
}

async function readSet(db: Db, learner: Learner, id: string, endedAt: Date): Promise<PlacementReport["set"]> {
  const [{ items, first, last }] = await db.$queryRaw<[{ items: bigint; first: bigint | null; last: bigint | null }]>`
    SELECT count(*) AS items, min(day) AS "first", max(day) AS "last" FROM
      (SELECT json_extract(card, '$.lastReviewDay') + json_extract(card, '$.scheduledDays') AS day FROM Log
       WHERE learnerId = ${learner.id} AND kind = 'placement' AND json_extract(context, '$.placement') = ${id}
         AND json_extract(card, '$.lastReviewDay') IS NOT NULL)`;
  if (first === null || last === null) return null;
  const day = studyDay(endedAt, contextOf(learner, endedAt));
  return { items: Number(items), firstDay: Number(first) - day, lastDay: Number(last) - day };
}

/** What there is to say of placements: one that goes on, those that ended with a result, latest first. */
export interface Placements {
  open: { questions: number } | null;
  ended: { id: string; endedAt: Date; undoneAt: Date | null }[];
}

export async function readPlacements(db: Db, learnerId: string): Promise<Placements> {
  const rows = await db.placement.findMany({
    where: { learnerId },
    orderBy: { startedAt: "desc" },
    select: {
      id: true,
      openFor: true,
      endedAt: true,
      undoneAt: true,
      result: true,
      _count: { select: { questions: { where: { answeredAt: { not: null } } } } },
    },
  });
  const open = rows.find(({ openFor }) => openFor !== null);
  return {
    open: open ? { questions: open._count.questions } : null,
    ended: rows.flatMap(({ id, endedAt, undoneAt, result }) =>
      endedAt !== null && result !== null ? [{ id, endedAt, undoneAt }] : [],
    ),
  };
}

/** Questions met up to which a learner is new, and a placement is offered. */
const NEW_LEARNER = 20;

/** Whether the page of the day offers a placement, or to go on with one. */
export async function placementOffer(
  db: Db,
  learner: Learner,
  answered: number,
): Promise<{ questions: number } | "new" | null> {
  const { open, ended } = await readPlacements(db, learner.id);
  if (open) return open;
  return learner.offerPlacement && answered < NEW_LEARNER && ended.length === 0 ? "new" : null;
}
