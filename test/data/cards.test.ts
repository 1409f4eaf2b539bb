import fc from "fast-check";
import { recordReview, undoLatest } from "#app/_data/answers.ts";
import { cardState } from "#app/_data/cards.ts";
import { contextOf, type Learner, saveSettings } from "#app/_data/learner.ts";
import { queueInput } from "#app/_data/queue.ts";
import { openSession } from "#app/_data/sessions.ts";
import { type CardState, DEFAULT_PARAMETERS, type Grade, GRADES } from "#lib/schedule/card.ts";
import { fold, type LogRow, type RowContext } from "#lib/schedule/log.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, ask, DAY, expect, makeLearner, MINUTE, NOON, test, verdictOf } from "./drill-test.ts";

const ITEMS = ["neuron/bias", "neuron/weight", "layer/width"];

/** The whole log of a learner by item, read without the code under test. */
async function logsByItem(db: PrismaClient, learnerId: string): Promise<Map<string, LogRow[]>> {
  const logs = new Map<string, LogRow[]>();
  for (const row of await db.log.findMany({ where: { learnerId }, orderBy: { seq: "asc" } })) {
    const { seq, at, itemId, undoes } = row;
    const context = row.context as unknown as RowContext;
    const rows = logs.get(itemId) ?? [];
    if (undoes !== null) rows.push({ kind: "undo", seq, at, undoes });
    else rows.push({ ...context, kind: "review", seq, at, grade: row.grade as Grade, confident: false });
    logs.set(itemId, rows);
  }
  return logs;
}

async function storedCards(db: PrismaClient, learnerId: string): Promise<Map<string, CardState>> {
  const cards = await db.card.findMany({ where: { learnerId } });
  return new Map(cards.map((card) => [card.itemId, cardState(card)]));
}

interface Answered {
  itemId: string;
  grade: Grade;
  at: Date;
  seconds: number;
}

type Step =
  | { kind: "answer"; itemId: string; grade: Grade; seconds: number }
  | { kind: "undo" }
  | { kind: "clock"; minutes: number }
  | { kind: "move"; timeZone: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      itemId: fc.constantFrom(...ITEMS),
      grade: fc.constantFrom(...GRADES),
      seconds: fc.integer({ min: 1, max: 600 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "undo" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("clock" as const), minutes: fc.integer({ min: -3000, max: 20_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      timeZone: fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati"),
    }),
  },
);

/** What an undo should take back: the latest answer of the session of the day, as the model has them. */
interface Model {
  counting: Answered[];
  sessions: { id: string; answers: Answered[] }[];
}

async function take(db: PrismaClient, learner: Learner, now: Date, does: Step, model: Model): Promise<void> {
  if (does.kind === "answer") {
    const { itemId, grade, seconds } = does;
    const serving = await ask(db, learner, itemId, now);
    await recordReview(db, learner, serving, { answer: null, verdict: verdictOf(grade), grade, at: now, seconds });
    const answered = { itemId, grade, at: now, seconds };
    model.counting.push(answered);
    const session = model.sessions.find(({ id }) => id === serving.sessionId);
    if (session) session.answers.push(answered);
    else model.sessions.push({ id: serving.sessionId, answers: [answered] });
  }
  if (does.kind === "undo") {
    const session = await openSession(db, learner.id, now, contextOf(learner, now));
    const serving = session && (await undoLatest(db, learner, session, now));
    const taken = model.sessions.find(({ id }) => id === session?.id)?.answers.pop();
    expect(serving?.itemId).toBe(taken?.itemId);
    model.counting = model.counting.filter((answered) => answered !== taken);
  }
}

function median(numbers: number[]): number {
  const [low, high] = numbers.toSorted((a, b) => a - b).slice((numbers.length - 1) >> 1, (numbers.length >> 1) + 1);
  return numbers.length % 2 === 1 ? low : (low + high) / 2;
}

test("stored cards equal a fold of the log, whatever was answered, undone, and whatever the clock did", async ({
  place: { db },
}) => {
  let learners = 0;
  const steps = fc.array(step, { minLength: 8, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(steps, async (doing) => {
      let learner = await makeLearner(db, `learner-${learners++}`);
      let now = NOON;
      const model: Model = { counting: [], sessions: [] };
      for (const does of doing) {
        now = new Date(now.getTime() + MINUTE * (does.kind === "clock" ? does.minutes : 1));
        if (does.kind === "move") {
          await saveSettings(db, { id: learner.id, timeZone: does.timeZone });
          learner = { ...learner, timeZone: does.timeZone };
        }
        await take(db, learner, now, does, model);
      }
      const folded = new Map<string, CardState>();
      for (const [itemId, rows] of await logsByItem(db, learner.id)) {
        const card = fold(rows, { "fsrs-6-default": DEFAULT_PARAMETERS });
        if (card) folded.set(itemId, card);
      }
      expect(await storedCards(db, learner.id)).toEqual(folded);

      for (const itemId of ITEMS) {
        const answered = model.counting.filter((one) => one.itemId === itemId);
        expect(folded.has(itemId)).toBe(answered.length > 0);
        if (answered.length === 0) continue;
        const where = { learnerId_itemId: { learnerId: learner.id, itemId } };
        expect(await db.card.findUnique({ where })).toMatchObject({
          reps: answered.length,
          firstAt: answered[0].at,
          rightUnaided: answered.some(({ grade }) => grade === "good" || grade === "easy"),
          seconds: median(answered.slice(-9).map(({ seconds }) => seconds)),
        });
      }
    }),
    { numRuns: 25, seed: 20260504 },
  );
}, 120_000);

test("a card is rebuilt from answers of many days to the very numbers that were stored", async ({ place }) => {
  const { db, ada } = place;
  await answer(db, ada, "neuron/bias", { at: NOON });
  await answer(db, ada, "neuron/bias", { at: after(2 * DAY) });
  await answer(db, ada, "neuron/bias", { at: after(13 * DAY), grade: "again" });
  const [card] = await db.card.findMany();
  expect(card).toMatchObject({ state: "relearning", reps: 3, lapses: 1, lastReviewDay: 20_590, rightUnaided: true });
  const [rows] = (await logsByItem(db, "ada")).values();
  expect(cardState(card)).toEqual(fold(rows, { "fsrs-6-default": DEFAULT_PARAMETERS }));
});

test("the queue has the cards as they are stored, to the last digit", async ({ place: { db, ada } }) => {
  for (const days of [0, 2, 13, 60, 61]) {
    await answer(db, ada, "neuron/bias", { at: after(days * DAY), grade: days === 60 ? "again" : "good" });
    await answer(db, ada, "neuron/weight", { at: after(days * DAY + 12_345), grade: "hard" });
    await answer(db, ada, "layer/width", { at: after(days * DAY + 54_321), grade: days === 61 ? "again" : "easy" });
  }
  const { cards } = await queueInput(db, ada, null, after(61 * DAY));
  expect(new Map(cards.map(({ itemId, card }) => [itemId, card]))).toEqual(await storedCards(db, "ada"));
  expect(
    cards.map(({ conceptId, kind }) => [conceptId, kind]).sort((a, b) => (String(a) < String(b) ? -1 : 1)),
  ).toEqual([
    ["layer", "cloze"],
    ["neuron", "choice"],
    ["neuron", "cloze"],
  ]);
});

test("the time of an item is the median of its latest nine answers, undone ones left out", async ({ place }) => {
  const { db, ada } = place;
  const secondsOf = async () => (await db.card.findFirstOrThrow()).seconds;
  const times = [500, 500, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  for (const [i, seconds] of times.entries()) await answer(db, ada, "neuron/bias", { at: after(i * MINUTE), seconds });
  expect(await secondsOf()).toBe(5);
  await answer(db, ada, "neuron/bias", { at: after(20 * MINUTE), seconds: 300 });
  expect(await secondsOf()).toBe(6);
  const session = await db.session.findFirstOrThrow();
  await undoLatest(db, ada, session, after(21 * MINUTE));
  expect(await secondsOf()).toBe(5);
});

test("undoing the only answer removes the card and asks the item again", async ({ place: { db, ada } }) => {
  const serving = await answer(db, ada, "neuron/bias");
  const session = await db.session.findFirstOrThrow();
  const again = await undoLatest(db, ada, session, after(MINUTE));
  expect(again).toMatchObject({ itemId: "neuron/bias", open: true, sessionId: serving.sessionId });
  expect(again?.id).not.toBe(serving.id);
  expect(await db.card.count()).toBe(0);
  expect(await db.log.findMany({ select: { kind: true, undoes: true } })).toEqual([
    { kind: "review", undoes: null },
    { kind: "undo", undoes: 1 },
  ]);
  expect(await undoLatest(db, ada, session, after(2 * MINUTE))).toBe(null);
  expect(await db.serving.count({ where: { openFor: "ada" } })).toBe(1);
});

test("two undos at once take back two answers, the later one first", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias");
  await answer(db, ada, "neuron/weight", { at: after(MINUTE) });
  const session = await db.session.findFirstOrThrow();
  const undone = await Promise.all([1, 2].map((n) => undoLatest(db, ada, session, after((1 + n) * MINUTE))));
  expect(undone.map((serving) => serving?.itemId)).toEqual(["neuron/weight", "neuron/bias"]);
  expect(await db.card.count()).toBe(0);
  expect(await db.serving.findMany({ where: { openFor: "ada" }, select: { itemId: true } })).toEqual([
    { itemId: "neuron/bias" },
  ]);
});

test("undo never reaches into the session of another day", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias");
  await ask(db, ada, "neuron/weight", after(DAY));
  const [today, yesterday] = await db.session.findMany({ orderBy: { startedAt: "desc" } });
  expect(await undoLatest(db, ada, today, after(DAY))).toBe(null);
  expect(await undoLatest(db, ada, yesterday, after(DAY))).toMatchObject({ itemId: "neuron/bias" });
});
