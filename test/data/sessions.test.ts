import { undoLatest } from "#app/_data/answers.ts";
import { storeBank } from "#app/_data/bank-store.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { planSession, queueInput } from "#app/_data/queue.ts";
import { scopeOfArea, scopeOfConcept } from "#app/_data/scopes.ts";
import { commitServing, currentServing, findServing, type Serving, takeHint } from "#app/_data/servings.ts";
import { beginScoped, endScoped, findSession, openSession, type Scope, type ScopedMode } from "#app/_data/sessions.ts";
import { readLeftOfScope, readSummary, readWhatIsLeft } from "#app/_data/summary.ts";
import { readToday } from "#app/_data/today.ts";
import { readProgress } from "#app/drill/present.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, answerServing, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";
import { smallBank } from "./small-bank.ts";

const NEURON = ["neuron/bias", "neuron/weight", "neuron/gain", "neuron/slope"];

async function begin(
  db: PrismaClient,
  ada: Learner,
  mode: ScopedMode,
  concept: string,
  at: Date,
  given: Partial<Scope> = {},
) {
  const scope = await scopeOfConcept(db, concept);
  if (!scope) throw new Error(`There is no ${concept}`);
  return beginScoped(db, ada, mode, { ...scope, ...given }, at);
}

/** The question to ask now, which must be there. */
async function current(db: PrismaClient, ada: Learner, at: Date): Promise<Serving> {
  const serving = await currentServing(db, ada, at);
  if (!serving) throw new Error("Nothing is left to ask");
  return serving;
}

/** Answers whatever is asked until nothing is, a minute apart; gives the items in order. */
async function answerAll(db: PrismaClient, ada: Learner, from: number, most = 20): Promise<string[]> {
  const asked: string[] = [];
  for (let n = 0; n < most; n++) {
    const at = after(from + n * MINUTE);
    const serving = await currentServing(db, ada, at);
    if (!serving) return asked;
    await answerServing(db, ada, serving, { at });
    asked.push(serving.itemId);
  }
  throw new Error(`After ${most} answers there was still something to ask`);
}

test("a session of one concept asks its due and new questions alone, and then ends", async ({ place: { db, ada } }) => {
  await answer(db, ada, "layer/rank", { at: after(-9 * DAY), grade: "hard" });
  await answer(db, ada, "neuron/slope", { at: after(-9 * DAY), grade: "hard" });
  const session = await begin(db, ada, "concept", "neuron", NOON);
  expect((await answerAll(db, ada, 0)).sort()).toEqual(NEURON.toSorted());
  expect(await db.session.findUnique({ where: { id: session.id } })).toMatchObject({ endedAt: after(4 * MINUTE) });
  expect(await db.log.count({ where: { kind: "review", at: { gte: NOON } } })).toBe(4);
  expect((await current(db, ada, after(5 * MINUTE))).itemId).toBe("layer/rank");
});

test("its answers are reviews: they move cards, and count for the day's minutes and new questions", async ({
  place,
}) => {
  const { db, ada } = place;
  await begin(db, ada, "concept", "neuron", NOON);
  const asked = await current(db, ada, NOON);
  await answerServing(db, ada, asked, { seconds: 300 });
  expect(await db.card.findMany({ select: { itemId: true, reps: true } })).toEqual([{ itemId: asked.itemId, reps: 1 }]);
  const day = await queueInput(db, ada, null, after(MINUTE));
  expect(day).toMatchObject({ minutesSpent: 5, budgetMinutes: 10, newToday: 1 });
});

test("its new questions still wait for what they build on", async ({ place: { db, ada } }) => {
  const session = await begin(db, ada, "concept", "layer", NOON);
  expect(await readLeftOfScope(db, ada, session, NOON)).toEqual({ planned: 0, closed: 2 });
  expect(await currentServing(db, ada, NOON)).toBe(null);
  expect((await current(db, ada, NOON)).concept.id).toBe("neuron");
});

test("it is limited by neither the minutes nor the new questions of the day", async ({ place: { db, ada } }) => {
  const brief = { ...ada, minutesPerDay: 1, newPerDay: 1 };
  await answer(db, brief, "layer/rank", { seconds: 600 });
  await begin(db, brief, "concept", "neuron", after(MINUTE));
  expect(await answerAll(db, brief, MINUTE)).toHaveLength(4);
});

test("a cram asks all of its concept, due or not, until everything was right", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias", { at: after(-DAY) });
  await begin(db, ada, "cram", "neuron", NOON);
  const first = await current(db, ada, NOON);
  expect(first.itemId).toBe("neuron/bias");
  await answerServing(db, ada, first, { grade: "again" });
  expect(await answerAll(db, ada, MINUTE)).toEqual(["neuron/weight", "neuron/gain", "neuron/slope", "neuron/bias"]);
});

test("a cram moves no card, takes none of the day's minutes, and brings nothing new", async ({
  place: { db, ada },
}) => {
  await answer(db, ada, "neuron/bias", { at: after(-2 * DAY) });
  const cards = await db.card.findMany();
  const before = await readToday(db, ada, NOON);
  const session = await begin(db, ada, "cram", "neuron", NOON);
  const asked = await answerAll(db, ada, 0);
  expect(asked).toHaveLength(4);
  expect(await db.card.findMany()).toEqual(cards);
  expect(await db.log.groupBy({ by: ["kind"], _count: true, orderBy: { kind: "asc" } })).toEqual([
    { kind: "practice", _count: 4 },
    { kind: "review", _count: 1 },
  ]);
  expect(await readToday(db, ada, NOON)).toEqual(before);
  expect(await readSummary(db, ada, after(9 * MINUTE), session.id)).toMatchObject({
    answers: 4,
    right: 4,
    learnt: [],
    returns: [],
  });
});

test("after a cram a first review still begins the card, with its own time", async ({ place: { db, ada } }) => {
  await begin(db, ada, "cram", "neuron", NOON);
  const { itemId } = await current(db, ada, NOON);
  await answerServing(db, ada, await current(db, ada, NOON), { seconds: 500 });
  await db.session.updateMany({ data: { endedAt: NOON } });
  await answer(db, ada, itemId, { at: after(DAY), seconds: 10 });
  expect(await db.card.findMany()).toMatchObject([{ itemId, reps: 1, firstAt: after(DAY), seconds: 10 }]);
});

test("a cram of so many minutes ends when they are used up, and of an area asks all its concepts", async ({
  place,
}) => {
  const { db, ada } = place;
  const scope = await scopeOfArea(db, "ground", 3);
  if (!scope) throw new Error("There is no area");
  const session = await beginScoped(db, ada, "cram", scope, NOON);
  const planned = planSession(await queueInput(db, ada, session, NOON));
  expect(planned.minutes).toBeLessThanOrEqual(3);
  for (const n of [0, 1]) {
    const at = after(n * MINUTE);
    await answerServing(db, ada, await current(db, ada, at), { at, seconds: 90 });
  }
  expect(await currentServing(db, ada, after(3 * MINUTE))).toBe(null);
  expect(await readLeftOfScope(db, ada, session, after(3 * MINUTE))).toEqual({ planned: 9, closed: 0 });
  expect(await scopeOfArea(db, "nowhere", null)).toBe(null);
  expect(await scopeOfConcept(db, "nowhere")).toBe(null);
});

test("the header's count goes down with each right answer, and not with a wrong one", async ({
  place: { db, ada },
}) => {
  await begin(db, ada, "cram", "neuron", NOON);
  const left = async (minute: number) => {
    const { scoped } = await readProgress(db, ada, await current(db, ada, after(minute * MINUTE)));
    return scoped && `${scoped.left} of ${scoped.total}, ${scoped.practice ? "practice" : "reviews"}`;
  };
  expect(await left(0)).toBe("4 of 4, practice");
  await answerServing(db, ada, await current(db, ada, NOON));
  expect(await left(1)).toBe("3 of 4, practice");
  await answerServing(db, ada, await current(db, ada, after(MINUTE)), { grade: "again", at: after(MINUTE) });
  expect(await left(2)).toBe("3 of 4, practice");
  await db.session.updateMany({ data: { endedAt: NOON } });
  await begin(db, ada, "concept", "neuron", after(3 * MINUTE));
  expect(await left(3)).toBe("4 of 4, reviews");
});

test("the daily question is set aside with its hints and taken up again when the session ends", async ({ place }) => {
  const { db, ada } = place;
  const daily = await current(db, ada, NOON);
  await takeHint(db, daily.id, 3);
  await commitServing(db, daily.id, { kind: "recall", text: "mine", ticked: [] }, NOON);
  const session = await begin(db, ada, "cram", "network", after(MINUTE));
  const crammed = await current(db, ada, after(MINUTE));
  expect(crammed).toMatchObject({ sessionId: session.id, practice: true, concept: { id: "network" } });
  await endScoped(db, "ada", session.id, after(2 * MINUTE));
  expect(await findServing(db, "ada", crammed.id)).toMatchObject({ open: false });
  const again = await current(db, ada, after(2 * MINUTE));
  expect(again).toMatchObject({
    id: daily.id,
    variant: daily.variant,
    hints: 1,
    committed: { text: "mine" },
    open: true,
  });
});

test("a daily question answered before, or retired meanwhile, is not taken up again", async ({
  place: { db, ada },
}) => {
  const daily = await current(db, ada, NOON);
  const session = await begin(db, ada, "cram", "network", after(MINUTE));
  const bank = smallBank();
  await storeBank(db, { ...bank, items: bank.items.filter(({ id }) => id !== daily.itemId) }, NOON);
  await endScoped(db, "ada", session.id, after(2 * MINUTE));
  const next = await current(db, ada, after(2 * MINUTE));
  expect(next.itemId).not.toBe(daily.itemId);
  await answerServing(db, ada, next, { at: after(3 * MINUTE) });
  expect((await current(db, ada, after(4 * MINUTE))).id).not.toBe(next.id);
});

test("a form sent twice begins one session, another scope a new one in its place", async ({ place: { db, ada } }) => {
  const twice = await Promise.all([1, 2].map(() => begin(db, ada, "cram", "neuron", NOON)));
  expect(twice[0].id).toBe(twice[1].id);
  const other = await begin(db, ada, "concept", "neuron", after(MINUTE));
  expect(other.id).not.toBe(twice[0].id);
  expect(await db.session.count({ where: { endedAt: null } })).toBe(1);
  expect(await openSession(db, "ada", after(MINUTE), contextOf(ada, after(MINUTE)))).toEqual(other);
});

test("two tabs and a server that starts again see one session and one question", async ({
  place: { db, ada, open },
}) => {
  await current(db, ada, NOON);
  const session = await begin(db, ada, "cram", "neuron", after(MINUTE));
  // One after the other: two clients in one process would wait for each other's lock.
  const one = await currentServing(db, ada, after(MINUTE));
  const two = await currentServing(open(), ada, after(MINUTE));
  expect(one).toMatchObject({ sessionId: session.id });
  expect(two?.id).toBe(one?.id);
  const restarted = open();
  expect((await currentServing(restarted, ada, after(2 * MINUTE)))?.id).toBe(one?.id);
  await endScoped(restarted, "ada", session.id, after(3 * MINUTE));
  await answerServing(db, ada, one as Serving, { at: after(3 * MINUTE) });
  expect(await db.log.count()).toBe(0);
});

test("what was not ended by the next day is over then", async ({ place: { db, ada } }) => {
  const session = await begin(db, ada, "cram", "neuron", NOON);
  await current(db, ada, NOON);
  const next = await current(db, ada, after(DAY));
  expect(next.practice).toBe(false);
  expect(next.sessionId).not.toBe(session.id);
});

test("undo takes back every answer of its own session in order, and takes an ended session up again", async ({
  place,
}) => {
  const { db, ada } = place;
  await answerServing(db, ada, await current(db, ada, NOON));
  const daily = await db.session.findFirstOrThrow();
  const cram = await begin(db, ada, "cram", "neuron", after(MINUTE));
  const practised = await answerAll(db, ada, MINUTE);
  expect(practised).toHaveLength(4);
  expect(await findSession(db, "ada", cram.id)).not.toBe(null);
  const undone: (string | undefined)[] = [];
  for (const n of [6, 7, 8, 9]) undone.push((await undoLatest(db, ada, cram, after(n * MINUTE)))?.itemId);
  expect(undone).toEqual(practised.toReversed());
  expect(await undoLatest(db, ada, cram, after(10 * MINUTE))).toBe(null);
  const open = await current(db, ada, after(10 * MINUTE));
  expect(open).toMatchObject({ sessionId: cram.id, itemId: practised[0] });
  expect(await db.card.count()).toBe(1);
  const back = await undoLatest(db, ada, daily, after(11 * MINUTE));
  expect(back).toMatchObject({ sessionId: daily.id, practice: false });
  expect(await db.card.count()).toBe(0);
  expect(await db.session.findUnique({ where: { id: cram.id } })).toMatchObject({ endedAt: after(11 * MINUTE) });
  expect((await current(db, ada, after(12 * MINUTE))).id).toBe(back?.id);
});

test("a practised answer taken back is asked again, as if it had not been given", async ({ place: { db, ada } }) => {
  const cram = await begin(db, ada, "cram", "neuron", NOON);
  await answerServing(db, ada, await current(db, ada, NOON));
  const again = await undoLatest(db, ada, cram, after(MINUTE));
  const { cram: input } = await queueInput(db, ada, cram, after(MINUTE));
  expect(input?.history).toEqual([]);
  expect(planSession(await queueInput(db, ada, cram, after(MINUTE))).items).toHaveLength(4);
  expect(again?.practice).toBe(true);
});

test("what is left of the day is the same while something else is practised", async ({ place: { db, ada } }) => {
  const before = await readWhatIsLeft(db, ada, NOON);
  await begin(db, ada, "cram", "neuron", NOON);
  await answerAll(db, ada, 0);
  expect(await readWhatIsLeft(db, ada, NOON)).toEqual(before);
});
