import { undoLatest } from "#app/_data/answers.ts";
import type { Learner } from "#app/_data/learner.ts";
import { fitStabilityFactor } from "#lib/schedule/stability-factor.ts";
import { DEFAULT_PARAMETERS } from "#lib/schedule/card.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, answerServing, ask, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";

const ITEMS = ["neuron/bias", "neuron/weight", "neuron/gain"];

/** The learner as stored now: every request reads it anew. */
async function stored(db: PrismaClient): Promise<Learner> {
  const { learnerId, ...settings } = await db.settings.findUniqueOrThrow({ where: { learnerId: "ada" } });
  return { id: learnerId, ...settings };
}

/** Answers each item until it is in review. */
async function learn(db: PrismaClient, ada: Learner): Promise<void> {
  for (const itemId of ITEMS) {
    await answer(db, ada, itemId, { at: NOON });
    await answer(db, ada, itemId, { at: after(10 * MINUTE) });
  }
}

test("answers that test what days have passed over keep the stability the card had, all others none", async ({
  place: { db, ada },
}) => {
  await learn(db, ada);
  const before = await db.card.findFirstOrThrow({ where: { itemId: "neuron/bias" } });
  await answer(db, ada, "neuron/bias", { at: after(3 * DAY), grade: "again" });
  await answer(db, ada, "neuron/bias", { at: after(3 * DAY + 10 * MINUTE) });
  const rows = await db.log.findMany({ where: { itemId: "neuron/bias" }, orderBy: { seq: "asc" } });
  expect(rows.map(({ stability }) => stability)).toEqual([null, null, before.stability, null]);
});

test("the first answer of a study day fits the learner's factor, and the answers after it are made with it", async ({
  place: { db, ada },
}) => {
  await learn(db, ada);
  expect(await stored(db)).toMatchObject({ stabilityFactor: expect.closeTo(1, 3), fittedOn: expect.any(Number) });
  const { stability } = await db.card.findFirstOrThrow({ where: { itemId: ITEMS[0] } });
  await answer(db, await stored(db), ITEMS[0], { at: after(3 * DAY), grade: "again" });
  const once = await stored(db);
  const missed = [{ stability, elapsedDays: 3, recalled: false }];
  expect(once.stabilityFactor).toBeCloseTo(fitStabilityFactor(missed, DEFAULT_PARAMETERS), 12);
  expect(once.stabilityFactor).toBeLessThan(1);

  await answer(db, once, ITEMS[1], { at: after(3 * DAY + MINUTE), grade: "again" });
  expect(await stored(db)).toEqual(once);
  const row = await db.log.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(row.context).toMatchObject({ stabilityFactor: once.stabilityFactor });

  await answer(db, once, ITEMS[2], { at: after(4 * DAY) });
  const next = await stored(db);
  expect(next.fittedOn).toBe((once.fittedOn ?? 0) + 1);
  const outcomes = (await db.log.findMany({ where: { stability: { not: null } }, orderBy: { seq: "asc" } })).map(
    ({ stability, elapsed, grade }) => ({
      stability: stability ?? 0,
      elapsedDays: elapsed ?? 0,
      recalled: grade !== "again",
    }),
  );
  expect(outcomes.map(({ elapsedDays, recalled }) => [elapsedDays, recalled])).toEqual([
    [3, false],
    [3, false],
    [4, true],
  ]);
  expect(next.stabilityFactor).toBeCloseTo(fitStabilityFactor(outcomes, DEFAULT_PARAMETERS), 12);
});

test("who forgets more is asked again sooner", async ({ place: { db, ada } }) => {
  const daysAfterLearning = async (learner: Learner, itemId: string) => {
    await answer(db, learner, itemId, { at: NOON });
    await answer(db, learner, itemId, { at: after(10 * MINUTE) });
    return (await db.card.findFirstOrThrow({ where: { itemId } })).scheduledDays;
  };
  const usual = await daysAfterLearning(ada, ITEMS[0]);
  expect(await daysAfterLearning({ ...ada, stabilityFactor: 0.4 }, ITEMS[1])).toBeLessThan(usual);
});

test("what was taken back and practice say nothing of memory", async ({ place: { db, ada } }) => {
  await learn(db, ada);
  await answer(db, await stored(db), ITEMS[0], { at: after(3 * DAY), grade: "again" });
  const session = await db.session.findFirstOrThrow({ orderBy: { startedAt: "desc" } });
  await undoLatest(db, ada, { id: session.id, mode: "daily" }, after(3 * DAY + MINUTE));
  await db.session.update({ where: { id: session.id }, data: { endedAt: after(3 * DAY + MINUTE) } });
  const scope = { concepts: ["neuron"], title: "neuron", minutes: null };
  await db.session.create({ data: { learnerId: "ada", startedAt: after(4 * DAY), mode: "cram", scope } });
  const practised = await ask(db, ada, ITEMS[1], after(4 * DAY));
  expect(practised.practice).toBe(true);
  const learner = await stored(db);
  await answerServing(db, learner, practised, { at: after(4 * DAY), grade: "again" });
  expect((await stored(db)).fittedOn).toBe((learner.fittedOn ?? 0) + 1);
  expect((await stored(db)).stabilityFactor).toBeCloseTo(fitStabilityFactor([], DEFAULT_PARAMETERS), 12);
});
