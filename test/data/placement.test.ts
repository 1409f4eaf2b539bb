import { storeBank } from "#app/_data/bank-store.ts";
import { cardState } from "#app/_data/cards.ts";
import type { Learner } from "#app/_data/learner.ts";
import { saveSettings } from "#app/_data/learner.ts";
import { foldLog, readLog } from "#app/_data/log.ts";
import {
  answerPlacement,
  beginPlacement,
  dropPlacement,
  findOpenQuestion,
  openQuestion,
  type PlacementQuestion,
  type PlacementTurn,
  undoPlacement,
} from "#app/_data/placement.ts";
import { placementOffer, readPlacement, readPlacements } from "#app/_data/placement-report.ts";
import { queueInput } from "#app/_data/queue.ts";
import { currentServing } from "#app/_data/servings.ts";
import { readToday } from "#app/_data/today.ts";
import { openConcepts } from "#lib/schedule/prerequisites.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";
import { smallBank } from "./small-bank.ts";

const END = 20 * MINUTE;

function asked(turn: PlacementTurn): PlacementQuestion {
  if (turn.kind !== "asked") throw new Error(`No question came, the placement is ${turn.kind}`);
  return turn.question;
}

/** The lower two concepts of the chain. */
const lower = (conceptId: string) => conceptId === "neuron" || conceptId === "layer";
const LOWER = ["layer/rank", "layer/width", "neuron/bias", "neuron/gain", "neuron/slope", "neuron/weight"];

function mark(right: boolean) {
  return { answer: right ? ({ kind: "numeric", text: "1" } as const) : null, right, seconds: 30 };
}

/** Answers from the question that is open to the end; gives the placement's id and what was asked. */
async function finish(
  db: PrismaClient,
  ada: Learner,
  knows: (conceptId: string) => boolean,
): Promise<{ id: string; itemIds: string[] }> {
  const itemIds: string[] = [];
  let question = asked(await beginPlacement(db, ada, NOON, 1));
  for (;;) {
    itemIds.push(question.variant.item);
    const turn = await answerPlacement(db, ada, question.id, mark(knows(question.concept.id)), after(END));
    if (turn.kind === "done") return { id: turn.placementId, itemIds };
    question = asked(turn);
  }
}

/** Concepts whose new items may begin. */
async function open(db: PrismaClient, ada: Learner, at = after(END)): Promise<string[]> {
  return [...openConcepts((await queueInput(db, ada, null, at)).concepts)].filter((id) => /^[nl]/.test(id));
}

/** Items whose stored card is not what their log amounts to. */
async function astray(db: PrismaClient): Promise<string[]> {
  const items = await db.item.findMany({ select: { id: true } });
  const wrong: string[] = [];
  for (const { id } of items) {
    const stored = await db.card.findFirst({ where: { itemId: id } });
    const folded = foldLog((await readLog(db, "ada", id)).rows);
    if (JSON.stringify(stored && cardState(stored)) !== JSON.stringify(folded)) wrong.push(id);
  }
  return wrong;
}

test("who knows everything begins with cards for it all, spread over days, and every concept is open", async ({
  place: { db, ada },
}) => {
  expect(await open(db, ada)).toEqual(["neuron"]);
  const { id, itemIds } = await finish(db, ada, () => true);
  expect(itemIds).toHaveLength(8);
  expect(new Set(itemIds).size).toBe(8);
  expect(itemIds).not.toContain("neuron/gain");
  const rows = await db.log.findMany();
  expect(rows).toHaveLength(11);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(["placement"]));
  expect(rows.filter(({ answer }) => answer !== null)).toHaveLength(8);
  expect(await open(db, ada)).toContain("network");
  const days = (await db.card.findMany()).map(({ scheduledDays }) => scheduledDays);
  expect(new Set(days).size).toBeGreaterThan(3);
  expect(await astray(db)).toEqual([]);
  const report = await readPlacement(db, ada, id);
  expect(report).toMatchObject({ questions: 8, right: 8, undoneAt: null, set: { items: 11 } });
  expect(report?.areas[0].concepts.every(({ passed }) => passed)).toBe(true);
});

test("who knows the lower concepts alone begins with cards for those, and what builds on them opens", async ({
  place: { db, ada },
}) => {
  const { id } = await finish(db, ada, lower);
  const cards = await db.card.findMany({ orderBy: { itemId: "asc" } });
  expect(cards.map(({ itemId }) => itemId)).toEqual(LOWER);
  expect(cards.every(({ placed, rightUnaided, reps }) => placed && !rightUnaided && reps === 0)).toBe(true);
  expect(await open(db, ada)).toEqual(["neuron", "layer", "network"]);
  const report = await readPlacement(db, ada, id);
  expect(report?.areas[0].concepts.map(({ id: concept, passed }) => [concept, passed]).slice(0, 3)).toEqual([
    ["neuron", true],
    ["layer", true],
    ["network", false],
  ]);
  expect(report?.areas[0].concepts[0].answers).toEqual([true, true]);
});

test("who knows nothing has nothing in the log, and a result all the same", async ({ place: { db, ada } }) => {
  const { id } = await finish(db, ada, () => false);
  expect(await db.log.count()).toBe(0);
  expect(await readPlacement(db, ada, id)).toMatchObject({ right: 0, set: null });
});

test("what it sets is neither answered nor begun today, and comes when it is due", async ({ place: { db, ada } }) => {
  await finish(db, ada, lower);
  const today = await readToday(db, ada, after(END));
  expect(today).toMatchObject({ answered: 0, due: 0, new: 2, back: null });
  const input = await queueInput(db, ada, null, after(END));
  expect(input.newToday).toBe(0);
  expect(await readToday(db, ada, after(9 * DAY))).toMatchObject({ due: 3 });
});

test("a card that answers made stays as it is, and the gate opens all the same", async ({ place: { db, ada } }) => {
  for (const itemId of LOWER) await answer(db, ada, itemId, { at: after(-DAY), grade: "hard" });
  const before = await db.card.findMany({ orderBy: { itemId: "asc" } });
  expect(await open(db, ada)).toEqual(["neuron"]);
  await finish(db, ada, lower);
  const now = await db.card.findMany({ orderBy: { itemId: "asc" } });
  expect(now).toEqual(before.map((card) => ({ ...card, placed: true, seconds: expect.any(Number) })));
  expect(await open(db, ada)).toEqual(["neuron", "layer", "network"]);
  expect(await astray(db)).toEqual([]);
});

test("a question answered wrong stays new even where its concept was passed", async ({ place: { db, ada } }) => {
  let first = true;
  const { itemIds } = await finish(db, ada, (concept) => {
    const slips = concept === "neuron" && first;
    if (concept === "neuron") first = false;
    return !slips;
  });
  const wrong = itemIds.find((id) => id.startsWith("neuron/")) ?? "";
  const cards = (await db.card.findMany()).map(({ itemId }) => itemId);
  expect(cards).toHaveLength(10);
  expect(cards).not.toContain(wrong);
});

test("taken back as a whole it leaves cards as if it had not been, and the log only longer", async ({ place }) => {
  const { db, ada } = place;
  await answer(db, ada, "neuron/bias", { at: after(-DAY) });
  const before = await db.card.findMany();
  const { id } = await finish(db, ada, () => true);
  const log = await db.log.findMany({ orderBy: { seq: "asc" } });
  expect(await undoPlacement(db, ada, id, after(END + MINUTE))).toBe(true);
  expect(await db.card.findMany()).toEqual(before);
  expect((await db.log.findMany({ orderBy: { seq: "asc" } })).slice(0, log.length)).toEqual(log);
  expect(await db.log.count({ where: { kind: "undo" } })).toBe(11);
  expect(await open(db, ada)).toEqual(["neuron"]);
  expect(await undoPlacement(db, ada, id, after(END + MINUTE))).toBe(false);
  expect(await db.log.count({ where: { kind: "undo" } })).toBe(11);
  expect(await readPlacement(db, ada, id)).toMatchObject({ undoneAt: after(END + MINUTE) });
  expect(await astray(db)).toEqual([]);
});

test("taken back after reviews it leaves what those alone amount to", async ({ place: { db, ada } }) => {
  const { id } = await finish(db, ada, lower);
  await answer(db, ada, "neuron/slope", { at: after(9 * DAY) });
  expect(await db.card.findFirst({ where: { itemId: "neuron/slope" } })).toMatchObject({ reps: 1, placed: true });
  await undoPlacement(db, ada, id, after(10 * DAY));
  expect(await db.card.findMany()).toMatchObject([{ itemId: "neuron/slope", reps: 1, placed: false }]);
  expect(await astray(db)).toEqual([]);
});

test("broken off it leaves nothing in the log, and goes on in a server that starts again, days later", async ({
  place,
}) => {
  const { db, ada } = place;
  const first = asked(await beginPlacement(db, ada, NOON));
  const second = asked(await answerPlacement(db, ada, first.id, mark(true), NOON));
  await db.$disconnect();
  const restarted = place.open();
  expect(await openQuestion(restarted, "ada")).toEqual(second);
  expect(asked(await beginPlacement(restarted, ada, after(3 * DAY)))).toEqual(second);
  expect(await restarted.log.count()).toBe(0);
  expect(await restarted.card.count()).toBe(0);
  expect(await placementOffer(restarted, ada, 0)).toEqual({ questions: 1 });
  await finish(restarted, ada, () => true);
  expect(await restarted.placement.count()).toBe(1);
  expect(await restarted.log.count()).toBe(11);
});

test("a server killed while it writes the result has written nothing, and the last answer can be given again", async ({
  place: { db, ada },
}) => {
  // Stands for the end of the process: the last row can't be written.
  await db.$executeRaw`CREATE TRIGGER cut BEFORE INSERT ON Log WHEN (SELECT count(*) FROM Log) >= 10
    BEGIN SELECT raise(ABORT, 'cut'); END`;
  await expect(finish(db, ada, () => true)).rejects.toThrow();
  expect([await db.log.count(), await db.card.count()]).toEqual([0, 0]);
  expect((await readPlacements(db, "ada")).open).toEqual({ questions: 7 });
  await db.$executeRaw`DROP TRIGGER cut`;
  await finish(db, ada, () => true);
  expect([await db.log.count(), await db.card.count()]).toEqual([11, 11]);
});

test("two tabs have one placement, and of two answers to a question the first stands", async ({ place }) => {
  const { db, ada } = place;
  const begun = await Promise.all([1, 2].map(() => beginPlacement(db, ada, NOON)));
  const [one, two] = begun.map(asked);
  expect(one).toEqual(two);
  const next = asked(await answerPlacement(db, ada, one.id, mark(true), NOON));
  expect(asked(await answerPlacement(place.open(), ada, one.id, mark(false), after(MINUTE)))).toEqual(next);
  expect(await db.placementQuestion.findUnique({ where: { id: one.id } })).toMatchObject({
    right: true,
    answeredAt: NOON,
  });
  expect(await findOpenQuestion(db, "ada", one.id)).toBe(null);
  expect(await findOpenQuestion(db, "ada", next.id)).toEqual(next);
  const { id } = await finish(db, ada, () => true);
  expect(await answerPlacement(db, ada, next.id, mark(false), after(END))).toEqual({ kind: "done", placementId: id });
  expect(await db.log.count()).toBe(11);
});

test("the question of the drill stays open beside it", async ({ place: { db, ada } }) => {
  const drilled = await currentServing(db, ada, NOON);
  asked(await beginPlacement(db, ada, after(MINUTE)));
  expect((await currentServing(db, ada, after(2 * MINUTE)))?.id).toBe(drilled?.id);
  await finish(db, ada, () => false);
  expect((await currentServing(db, ada, after(END)))?.id).toBe(drilled?.id);
});

test("dropped it has no result, and another can be begun", async ({ place: { db, ada } }) => {
  const first = asked(await beginPlacement(db, ada, NOON));
  await dropPlacement(db, "ada", after(MINUTE));
  expect(await openQuestion(db, "ada")).toBe(null);
  expect(await answerPlacement(db, ada, first.id, mark(true), after(MINUTE))).toEqual({ kind: "gone" });
  expect(await readPlacement(db, ada, first.placementId)).toBe(null);
  expect(await undoPlacement(db, ada, first.placementId, after(MINUTE))).toBe(true);
  expect(await db.log.count()).toBe(0);
  expect(asked(await beginPlacement(db, ada, after(2 * MINUTE))).placementId).not.toBe(first.placementId);
});

test("repeated, it asks what was not met before where it can, and takes nothing from what the first one passed", async ({
  place: { db, ada },
}) => {
  const first = await finish(db, ada, lower);
  const second = await finish(db, ada, () => false);
  expect(second.id).not.toBe(first.id);
  expect(await open(db, ada)).toEqual(["neuron", "layer", "network"]);
  expect((await readPlacements(db, "ada")).ended.map(({ id }) => id).toSorted()).toEqual(
    [first.id, second.id].toSorted(),
  );
  await undoPlacement(db, ada, first.id, after(END));
  expect(await open(db, ada)).toEqual(["neuron"]);
});

test("a concept that is no longer taught is left out of what goes on", async ({ place: { db, ada } }) => {
  const first = asked(await beginPlacement(db, ada, NOON));
  const bank = smallBank();
  const gone = first.concept.id;
  const left = {
    ...bank,
    concepts: bank.concepts.filter(({ id }) => id !== gone),
    items: bank.items.filter(({ concept }) => concept !== gone),
    misconceptions: [],
  };
  await storeBank(db, left, NOON);
  expect(asked(await answerPlacement(db, ada, first.id, mark(true), NOON)).concept.id).not.toBe(gone);
});

test("it is offered to a new learner until it was done or declined", async ({ place: { db, ada } }) => {
  expect(await placementOffer(db, ada, 0)).toBe("new");
  expect(await placementOffer(db, ada, 20)).toBe(null);
  await saveSettings(db, { id: "ada", offerPlacement: false });
  expect(await placementOffer(db, { ...ada, offerPlacement: false }, 0)).toBe(null);
  await finish(db, ada, () => false);
  expect(await placementOffer(db, ada, 0)).toBe(null);
});
