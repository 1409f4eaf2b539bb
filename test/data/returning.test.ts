import { undoLatest } from "#app/_data/answers.ts";
import type { Learner } from "#app/_data/learner.ts";
import { planSession, queueInput } from "#app/_data/queue.ts";
import { currentServing } from "#app/_data/servings.ts";
import { readToday } from "#app/_data/today.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, answerServing, ask, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";

/** Study days since 1970 of the day tests begin on. */
const TODAY = 20_577;
const NEURON = ["neuron/bias", "neuron/weight", "neuron/gain", "neuron/slope"];

/** Reviews four items so many days ago, each taking two minutes; the day has six minutes. */
async function leaveFor(db: PrismaClient, ada: Learner, days: number): Promise<Learner> {
  const brief = { ...ada, minutesPerDay: 6 };
  for (const [i, itemId] of NEURON.entries())
    await answer(db, brief, itemId, { at: after(-days * DAY + i * MINUTE), seconds: 120 });
  return brief;
}

const returning = async (db: PrismaClient, ada: Learner, at: Date) => (await queueInput(db, ada, null, at)).returning;

test("after a week without a review, with more due than fits into a day, the plan knows of the return", async ({
  place: { db, ada },
}) => {
  const brief = await leaveFor(db, ada, 13);
  expect(await returning(db, brief, NOON)).toMatchObject({ since: TODAY, awayDays: 12, results: [] });
  const { items } = planSession(await queueInput(db, brief, null, NOON));
  expect(items.map(({ reason }) => reason.kind)).toEqual(["probe", "probe"]);
});

test("who was away for months is told so, though only weeks are looked through day by day", async ({ place }) => {
  const { db, ada } = place;
  const brief = await leaveFor(db, ada, 100);
  expect(await returning(db, brief, NOON)).toMatchObject({ since: TODAY, awayDays: 99 });
});

test("five days away, or a backlog that fits into a day, is no absence", async ({ place: { db, ada } }) => {
  const brief = await leaveFor(db, ada, 6);
  expect(await returning(db, brief, NOON)).toBe(undefined);
  expect(await returning(db, { ...brief, minutesPerDay: 15 }, after(10 * DAY))).toBe(undefined);
  expect(await returning(db, brief, after(10 * DAY))).toMatchObject({ awayDays: 15 });
});

test("answers since the return tell how far predictions were off, each card once, undone ones left out", async ({
  place: { db, ada },
}) => {
  const brief = await leaveFor(db, ada, 13);
  await answer(db, brief, "neuron/bias", { grade: "again", seconds: 1 });
  await answer(db, brief, "neuron/bias", { at: after(11 * MINUTE), seconds: 1 });
  await answer(db, brief, "neuron/weight", { at: after(12 * MINUTE), seconds: 1 });
  await answer(db, brief, "neuron/gain", { at: after(13 * MINUTE), seconds: 1 });
  await undoLatest(db, brief, await db.session.findFirstOrThrow({ where: { startedAt: NOON } }), after(14 * MINUTE));
  const rows = await db.log.findMany({ where: { at: { gte: NOON }, kind: "review" }, orderBy: { seq: "asc" } });
  expect(rows.map(({ elapsed }) => elapsed)).toEqual([13, 0, 13, 13]);
  const patient = { ...brief, minutesPerDay: 2 };
  expect(await returning(db, patient, after(15 * MINUTE))).toMatchObject({
    results: [
      { topic: "ground", predicted: rows[0].predicted, recalled: false },
      { topic: "ground", predicted: rows[2].predicted, recalled: true },
    ],
  });
});

test("the day after, what is left still counts as the backlog of that absence", async ({ place: { db, ada } }) => {
  const brief = { ...(await leaveFor(db, ada, 13)), minutesPerDay: 3 };
  await answer(db, brief, "neuron/bias", { seconds: 100 });
  expect(await returning(db, brief, after(DAY))).toMatchObject({
    since: TODAY,
    awayDays: 12,
    results: [{ topic: "ground", recalled: true }],
  });
});

test("practice is no review: it neither ends an absence nor tells of it", async ({ place: { db, ada } }) => {
  const brief = await leaveFor(db, ada, 13);
  const scope = { concepts: ["neuron"], title: "neuron", minutes: null };
  await db.session.create({ data: { learnerId: "ada", startedAt: after(-DAY), mode: "cram", scope } });
  const crammed = await ask(db, brief, "neuron/bias", after(-DAY));
  expect(crammed.practice).toBe(true);
  await answerServing(db, brief, crammed, { at: after(-DAY) });
  expect(await returning(db, brief, NOON)).toMatchObject({ since: TODAY, awayDays: 12, results: [] });
});

test("today says how long the learner was away, how much is asked first, and over how many days the rest is spread", async ({
  place: { db, ada },
}) => {
  const brief = await leaveFor(db, ada, 13);
  // Four reviews of two minutes each, which with the steps of those forgotten take 2.6 each: two fit into a day of six, one into a day of three.
  expect((await readToday(db, brief, NOON)).back).toEqual({ awayDays: 12, longestOverdue: 11, probes: 3, days: 2 });
  expect((await readToday(db, { ...brief, minutesPerDay: 3 }, NOON)).back).toMatchObject({ days: 4 });
  expect((await readToday(db, ada, NOON)).back).toBe(null);
});

test("an error made with confidence comes back within three days, however stable the card was, and first", async ({
  place: { db, ada },
}) => {
  for (const days of [-400, -390, -360, -300, -200])
    await answer(db, ada, "neuron/slope", { at: after(days * DAY), grade: "good" });
  await answer(db, ada, "neuron/slope", { grade: "again", certainty: 3 });
  await answer(db, ada, "neuron/slope", { at: after(11 * MINUTE) });
  expect(await db.card.findFirst({ where: { itemId: "neuron/slope" } })).toMatchObject({
    scheduledDays: 3,
    confidentError: true,
  });

  // Due the day before and two days before; what has waited for a week would open the session instead.
  await answer(db, ada, "neuron/bias", { at: after(0) });
  await answer(db, ada, "layer/rank", { at: after(-DAY) });
  const session = await currentServing(db, ada, after(3 * DAY));
  expect(session?.itemId).toBe("neuron/slope");
});
