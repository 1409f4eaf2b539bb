import "server-only";
import { areaWeight, type Blueprint, EXAM_KINDS } from "#lib/exam/blueprint.ts";
import type { BankChallenge, BankItem, ExamArea } from "#lib/exam/exam-bank.ts";
import { secondsFor } from "#lib/schedule/pace.ts";
import { listWork } from "./challenge-work.ts";
import { listChallenges } from "./challenges.ts";
import type { Db } from "./client.ts";
import { paceOf } from "./queue.ts";
import { readItems } from "./queue-items.ts";

/** What an exam can be made from, by this learner's experience: each item with the seeds it was served with. */
export interface ExamBank {
  areas: ExamArea[];
  items: BankItem[];
  challenges: BankChallenge[];
}

/** An item as SQLite writes it in JSON. */
type ItemLine = [itemId: string, conceptId: string, areaId: string, kind: string, drawn: number];

/** The areas with all active items of kinds that exams ask. Imported concepts belong to no area and are not asked. */
export async function readExamBank(db: Db, learnerId: string): Promise<ExamBank> {
  const areas = await listAreas(db);
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_array(i.id, i.conceptId, c.areaId, i.kind,
      json_extract(i.definition, '$.program') IS NOT NULL)) AS lines
    FROM Item i JOIN Concept c ON c.id = i.conceptId
    WHERE i.status = 'active' AND c.areaId IS NOT NULL AND c.retiredAt IS NULL
      AND i.kind IN (SELECT value FROM json_each(${JSON.stringify(EXAM_KINDS)}))`;
  const seeds = await readSeeds(db, learnerId);
  const { asked } = await readItems(db, learnerId, new Date(0), new Map());
  const cards = new Set(asked.map(({ itemId }) => itemId));
  const pace = paceOf(asked);
  const none = new Set<number>();
  const items = (JSON.parse(lines) as ItemLine[]).map(([itemId, conceptId, areaId, kind, drawn]) => {
    const met = cards.has(itemId) || seeds.has(itemId);
    const seconds = secondsFor({ itemId, kind }, !met, pace);
    return { itemId, conceptId, areaId, kind, drawn: drawn === 1, met, seeds: seeds.get(itemId) ?? none, seconds };
  });
  return { areas, items, challenges: await readChallenges(db, learnerId) };
}

async function readChallenges(db: Db, learnerId: string): Promise<BankChallenge[]> {
  const work = await listWork(db, learnerId);
  const examined = await db.examQuestion.findMany({
    where: { exam: { learnerId }, challengeId: { not: null } },
    select: { challengeId: true },
  });
  const met = new Set([...work.keys(), ...examined.map(({ challengeId }) => challengeId)]);
  return listChallenges().map(({ slug, area, document }) => ({
    challengeId: slug,
    areaId: area,
    met: met.has(slug),
    minutes: document.minutes,
  }));
}

/** Whether a blueprint asks of any area there is: one from elsewhere may name others. */
export function asksAny(blueprint: Blueprint, areas: readonly ExamArea[]): boolean {
  return areas.some((area) => areaWeight(blueprint, area) > 0);
}

/** The areas in the order they are taught. */
export function listAreas(db: Db): Promise<ExamArea[]> {
  return db.area.findMany({ orderBy: { position: "asc" }, select: { id: true, title: true, weight: true } });
}

async function readSeeds(db: Db, learnerId: string): Promise<Map<string, Set<number>>> {
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_array(itemId, seed)) AS lines FROM Serving WHERE learnerId = ${learnerId}`;
  const seeds = new Map<string, Set<number>>();
  for (const [itemId, seed] of JSON.parse(lines) as [string, number][]) {
    const of = seeds.get(itemId);
    if (of) of.add(seed);
    else seeds.set(itemId, new Set([seed]));
  }
  return seeds;
}
