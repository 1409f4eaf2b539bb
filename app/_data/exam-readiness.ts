import "server-only";
import { type AbilityAnswer, type AbilityConcept, sampleAbilities } from "#lib/exam/ability.ts";
import { type Blueprint, EXAM_KINDS, itemWeights } from "#lib/exam/blueprint.ts";
import { logitChange } from "#lib/exam/logit.ts";
import { type AskedConcept, type ItemMemory, type Readiness, readiness } from "#lib/exam/readiness.ts";
import { recallAt } from "#lib/exam/recall-at.ts";
import type { CardState } from "#lib/schedule/card.ts";
import { cardState } from "./cards.ts";
import type { Db } from "./client.ts";
import type { ExamResult, SatAnswer } from "./exam-results.ts";
import { contextOf, type Learner } from "./learner.ts";
import { foldLog, readLogs } from "./log.ts";

/** Chance to guess a question of a kind that no exam has asked yet: of four options, of ten lines, of four to be tried. */
const USUAL_GUESS: Readonly<Record<string, number>> = { choice: 1 / 4, bug: 1 / 10, multi: 1 / 15, match: 1 / 24 };

/**
 * What share of an exam by this blueprint would be answered right on a date, if nothing were studied until then; null
 * before the first exam and where the blueprint asks nothing that the bank has.
 *
 * Abilities are those at the latest exam: its answers count as they are, those of earlier ones with what their items'
 * memory has gained or lost until then. From there each item is carried on by the change of its expected recall.
 */
export async function readReadiness(
  db: Db,
  learner: Learner,
  { results, blueprint, on }: { results: readonly ExamResult[]; blueprint: Blueprint; on: Date },
): Promise<Readiness | null> {
  const [latest] = results;
  if (!latest) return null;
  const items = await readAskable(db);
  const areas = await db.area.findMany({ select: { id: true, weight: true } });
  const weights = itemWeights(blueprint, areas, items);
  if (weights.size === 0) return null;
  const memory = await readMemory(db, learner, latest, on);
  const predicted = await readPredicted(db, results);
  const answers = results.flatMap((result) => result.answers.filter(isEvidence).map((answer) => ({ answer, result })));
  const given = answers.map(({ answer, result }): AbilityAnswer => {
    const { conceptId, guess, outcome, itemId, servingId } = answer;
    const change = result === latest ? 0 : logitChange(predicted.get(servingId) ?? null, memory.of(itemId).now);
    return { conceptId, guess, right: outcome === "right", change };
  });
  const guesses = guessesByKind(results.flatMap((result) => result.answers));
  const asked = askedConcepts(items, weights, { guesses, memory: memory.of });
  const concepts = await readConcepts(
    db,
    new Set([...asked, ...given].map((one) => ("id" in one ? one.id : one.conceptId))),
  );
  const abilities = sampleAbilities(concepts, given, { seed: 1 });
  const questions = Math.max(1, blueprint.questions);
  return readiness(abilities, asked, { questions, seed: 1 });
}

/** What was never looked at says nothing; what was left open after a look counts as not known. */
function isEvidence({ outcome, seconds }: SatAnswer): boolean {
  return outcome !== "unanswered" || seconds > 0;
}

interface AskableItem {
  itemId: string;
  conceptId: string;
  areaId: string;
  kind: string;
}

async function readAskable(db: Db): Promise<AskableItem[]> {
  const rows = await db.item.findMany({
    where: { status: "active", kind: { in: [...EXAM_KINDS] }, concept: { areaId: { not: null }, retiredAt: null } },
    select: { id: true, kind: true, conceptId: true, concept: { select: { areaId: true } } },
  });
  return rows.map(({ id, kind, conceptId, concept }) => ({
    itemId: id,
    conceptId,
    kind,
    areaId: concept.areaId ?? "",
  }));
}

/** In prerequisite order. */
async function readConcepts(db: Db, ids: ReadonlySet<string>): Promise<AbilityConcept[]> {
  const rows = await db.concept.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { position: "asc" },
    select: { id: true, areaId: true, needs: true },
  });
  return rows.map(({ id, areaId, needs }) => ({ id, areaId: areaId ?? id, needs: needs as string[] }));
}

/** Recall of each answered item just before it was asked, by serving; none where it was asked for the first time. */
async function readPredicted(db: Db, results: readonly ExamResult[]): Promise<Map<string, number>> {
  const rows = await db.log.findMany({
    where: { serving: { sessionId: { in: results.map(({ exam }) => exam.sessionId) } }, predicted: { not: null } },
    select: { servingId: true, predicted: true },
  });
  return new Map(rows.map(({ servingId, predicted }) => [servingId ?? "", predicted ?? 0]));
}

/** Expected recall of each item just before the latest exam, and on the date from what is known of it now. */
async function readMemory(
  db: Db,
  learner: Learner,
  { exam }: ExamResult,
  on: Date,
): Promise<{ of: (itemId: string) => ItemMemory }> {
  const rows = await db.card.findMany({ where: { learnerId: learner.id } });
  const atExam = contextOf(learner, exam.startedAt);
  const onDate = contextOf(learner, on);
  const since = rows.filter(({ lastReview }) => lastReview !== null && lastReview >= exam.startedAt);
  const end = exam.ended?.at ?? exam.startedAt;
  const logs = await readLogs(
    db,
    learner.id,
    since.map(({ itemId }) => itemId),
  );
  const memories = new Map<string, ItemMemory>();
  for (const row of rows) {
    const card = cardState(row);
    const log = logs.get(row.itemId);
    const before: CardState | null = log ? foldLog(log.filter(({ at }) => at < exam.startedAt)) : card;
    // Being asked in an exam is not taken for study: its answers say what is known, and memory goes on from before it.
    const after = card.lastReview !== null && card.lastReview <= end ? before : card;
    memories.set(row.itemId, { now: recallAt(before, atExam), onDate: recallAt(after, onDate) });
  }
  return { of: (itemId) => memories.get(itemId) ?? { now: null, onDate: null } };
}

function guessesByKind(answers: readonly SatAnswer[]): Map<string, number> {
  const byKind = new Map<string, number[]>();
  for (const { kind, guess } of answers) byKind.set(kind, [...(byKind.get(kind) ?? []), guess]);
  return new Map([...byKind].map(([kind, list]) => [kind, list.reduce((sum, x) => sum + x, 0) / list.length]));
}

function askedConcepts(
  items: readonly AskableItem[],
  weights: ReadonlyMap<string, number>,
  { guesses, memory }: { guesses: ReadonlyMap<string, number>; memory: (itemId: string) => ItemMemory },
): AskedConcept[] {
  const byConcept = new Map<string, AskableItem[]>();
  for (const item of items) {
    if (!weights.has(item.itemId)) continue;
    const of = byConcept.get(item.conceptId);
    if (of) of.push(item);
    else byConcept.set(item.conceptId, [item]);
  }
  return [...byConcept].map(([id, own]) => ({
    id,
    share: own.reduce((sum, { itemId }) => sum + (weights.get(itemId) ?? 0), 0),
    guess: own.reduce((sum, { kind }) => sum + (guesses.get(kind) ?? USUAL_GUESS[kind] ?? 0), 0) / own.length,
    items: own.map(({ itemId }) => memory(itemId)),
  }));
}
