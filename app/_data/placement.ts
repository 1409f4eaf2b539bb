import "server-only";
import { randomInt } from "node:crypto";
import type { Handed } from "#lib/grade/steps-answer.ts";
import { guessingOf } from "#lib/exam/guessing.ts";
import { type PlacementAnswer, placementStep } from "#lib/exam/placement.ts";
import { Dice } from "#lib/item/dice.ts";
import { Variant } from "#lib/item/question.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { json } from "./answers.ts";
import { type Db, writing } from "./client.ts";
import type { Learner } from "./learner.ts";
import { type PlaceableConcept, placeableConcepts } from "./placement-bank.ts";
import { enterPlacement, takeBackPlacement } from "./placement-log.ts";
import { freshVariant } from "./servings.ts";

/** A question of a placement that goes on, without an answer yet. */
export interface PlacementQuestion {
  id: string;
  placementId: string;
  /** From 0. */
  position: number;
  title: string;
  concept: { id: string; title: string };
  variant: Variant;
}

/** What a step of a placement came to. */
export type PlacementTurn =
  | { kind: "asked"; question: PlacementQuestion }
  | { kind: "done"; placementId: string }
  /** It neither goes on nor is known. */
  | { kind: "gone" };

/** An answer as marked. Null: not known. */
export interface PlacementMark {
  answer: Handed | null;
  right: boolean;
  seconds: number;
}

/** Most questions are a choice of four: what an answer is expected to tell takes that into account. */
const USUAL_GUESS = 0.25;

const asked = { item: { include: { concept: true } } } as const;

/** The question of the placement that goes on; null when none does. */
export async function openQuestion(db: Db, learnerId: string): Promise<PlacementQuestion | null> {
  const row = await db.placementQuestion.findFirst({
    where: { placement: { openFor: learnerId }, answeredAt: null },
    orderBy: { position: "desc" },
    include: asked,
  });
  return row && toQuestion(row);
}

/**
 * Begins a placement, or goes on with the one that was begun.
 * @param seed what the choice of concepts and questions is drawn from
 */
export async function beginPlacement(
  db: PrismaClient,
  learner: Learner,
  now: Date,
  seed = randomInt(2 ** 31),
): Promise<PlacementTurn> {
  return writing(db, async (tx) => {
    const open = await openQuestion(tx, learner.id);
    if (open) return { kind: "asked", question: open };
    const begun = await tx.placement.create({
      data: { learnerId: learner.id, openFor: learner.id, seed, startedAt: now },
    });
    return takeStep(tx, learner, begun, now);
  });
}

/**
 * Keeps an answer and takes the next step, in one transaction: the next question or, with the last answer, the result
 * with all its rows in the log. A question answered before keeps its answer; then the present state comes back.
 */
export async function answerPlacement(
  db: PrismaClient,
  learner: Learner,
  questionId: string,
  { answer, right, seconds }: PlacementMark,
  now: Date,
): Promise<PlacementTurn> {
  return writing(db, async (tx) => {
    const question = await tx.placementQuestion.findUnique({
      where: { id: questionId, placement: { learnerId: learner.id } },
      include: { placement: true },
    });
    if (!question) return { kind: "gone" };
    const { placement, answeredAt } = question;
    if (placement.openFor === null)
      return placement.result === null ? { kind: "gone" } : { kind: "done", placementId: placement.id };
    if (answeredAt !== null) {
      const open = await openQuestion(tx, learner.id);
      return open ? { kind: "asked", question: open } : { kind: "gone" };
    }
    await tx.placementQuestion.update({
      where: { id: questionId },
      data: { answeredAt: now, right, seconds, ...(answer && { answer: json(answer) }) },
    });
    return takeStep(tx, learner, placement, now);
  });
}

/** The question with this id while it is open. */
export async function findOpenQuestion(db: Db, learnerId: string, id: string): Promise<PlacementQuestion | null> {
  const open = await openQuestion(db, learnerId);
  return open?.id === id ? open : null;
}

/** Ends a placement that goes on without any result; nothing of it enters the log. */
export async function dropPlacement(db: Db, learnerId: string, now: Date): Promise<void> {
  await db.placement.updateMany({ where: { openFor: learnerId }, data: { openFor: null, endedAt: now } });
}

/** Takes a placement that has ended back as a whole; false when it was before, or has no result. */
export async function undoPlacement(db: PrismaClient, learner: Learner, id: string, now: Date): Promise<boolean> {
  return writing(db, async (tx) => {
    const taken = await tx.placement.updateMany({
      where: { id, learnerId: learner.id, openFor: null, endedAt: { not: null }, undoneAt: null },
      data: { undoneAt: now },
    });
    if (taken.count === 0) return false;
    await takeBackPlacement(tx, learner.id, id, now);
    return true;
  });
}

/** Asks about the concept that tells most or, when none tells enough, ends the placement with its result. */
async function takeStep(
  tx: Db,
  learner: Learner,
  { id, seed }: Pick<Prisma.PlacementModel, "id" | "seed">,
  now: Date,
): Promise<PlacementTurn> {
  const given = await tx.placementQuestion.findMany({ where: { placementId: id }, orderBy: { position: "asc" } });
  const concepts = await placeableConcepts(tx, learner.id);
  const known = new Set(concepts.map((concept) => concept.id));
  const answers = given.filter(({ conceptId }) => known.has(conceptId)).map(toAnswer);
  const met = new Set(given.map(({ itemId }) => itemId));
  const broken = new Set<string>();
  for (;;) {
    const graph = concepts.map(({ items, ...concept }) => {
      return { ...concept, askable: items.some((item) => item.askable && !met.has(item.id) && !broken.has(item.id)) };
    });
    const step = placementStep(graph, answers, { seed, guess: USUAL_GUESS });
    if (step.kind === "done") {
      await tx.placement.update({ where: { id }, data: { openFor: null, endedAt: now, result: json(step.concepts) } });
      await enterPlacement(tx, learner, { id, result: step.concepts, concepts, given }, now);
      return { kind: "done", placementId: id };
    }
    const concept = concepts.find((one) => one.id === step.conceptId);
    const itemId = concept && chosenItem(concept, new Set([...met, ...broken]), seed + given.length);
    const variant = itemId ? await freshVariant(tx, itemId) : null;
    if (!concept || !itemId || !variant) {
      if (!itemId) throw new Error(`${step.conceptId} was to be asked about and has no question`);
      broken.add(itemId);
      continue;
    }
    const row = await tx.placementQuestion.create({
      data: {
        placementId: id,
        position: given.length,
        itemId,
        conceptId: concept.id,
        snapshot: variant,
        askedAt: now,
      },
      include: asked,
    });
    return { kind: "asked", question: toQuestion(row) };
  }
}

/** One of a concept's items that were not asked yet, those the learner never met before the others. */
function chosenItem({ items }: PlaceableConcept, but: ReadonlySet<string>, seed: number): string | undefined {
  const left = items.filter(({ id, askable }) => askable && !but.has(id));
  const unmet = left.filter(({ card }) => !card);
  const among = unmet.length > 0 ? unmet : left;
  return among.length > 0 ? new Dice(seed).choose(among).id : undefined;
}

function toAnswer({ conceptId, right, snapshot }: Prisma.PlacementQuestionModel): PlacementAnswer {
  return { conceptId, right: right ?? false, guess: guessingOf(Variant.parse(snapshot).question) };
}

type Row = Prisma.PlacementQuestionGetPayload<{ include: typeof asked }>;

function toQuestion({ id, placementId, position, item, snapshot }: Row): PlacementQuestion {
  const { id: conceptId, title } = item.concept;
  return {
    id,
    placementId,
    position,
    title: item.title,
    concept: { id: conceptId, title },
    variant: Variant.parse(snapshot),
  };
}
