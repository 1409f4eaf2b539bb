import { findReview, undoLatest } from "#app/_data/answers.ts";
import { contextOf, currentLearner, isTimeZone, saveSettings, utcOffsetMinutes } from "#app/_data/learner.ts";
import { listNotes } from "#app/_data/notes.ts";
import { queueInput } from "#app/_data/queue.ts";
import { currentServing, findServing } from "#app/_data/servings.ts";
import { openSession, sessionHistory } from "#app/_data/sessions.ts";
import { readSummary, readWhatIsLeft } from "#app/_data/summary.ts";
import { readToday } from "#app/_data/today.ts";
import { after, answer, ask, expect, makeLearner, MINUTE, NOON, test } from "./drill-test.ts";

test("the learner of the installation is made on first use, with the default settings", async ({ place: { db } }) => {
  const learner = await currentLearner(db);
  expect(learner).toEqual({
    id: "you",
    timeZone: null,
    rolloverHour: 4,
    minutesPerDay: 15,
    newPerDay: 10,
    desiredRetention: 0.9,
    maximumInterval: 365,
    stabilityFactor: 1,
    fittedOn: null,
    challengeLanguage: "python",
    offerPlacement: true,
  });
  await saveSettings(db, { id: "you", timeZone: "Asia/Kolkata", newPerDay: 3 });
  expect(await currentLearner(db)).toEqual({ ...learner, timeZone: "Asia/Kolkata", newPerDay: 3 });
  expect(await db.learner.count({ where: { id: "you" } })).toBe(1);
});

test("what one learner answered is no part of another's queue, day, summary, notes or undo", async ({ place }) => {
  const { db, ada } = place;
  const bob = await makeLearner(db, "bob");
  const untouched = async () => [
    await readToday(db, bob, after(MINUTE)),
    await readSummary(db, bob, after(MINUTE)),
    await readWhatIsLeft(db, bob, after(MINUTE)),
    await queueInput(db, bob, null, after(MINUTE)),
    await listNotes(db, "bob"),
  ];
  const before = await untouched();
  expect(before[1]).toBe(null);
  for (const item of ["neuron/bias", "neuron/weight", "neuron/gain"]) await answer(db, ada, item);
  expect(await untouched()).toEqual(before);
  expect(await openSession(db, "bob", NOON, contextOf(bob, NOON))).toBe(null);

  expect((await readSummary(db, ada, after(MINUTE)))?.answers).toBe(3);
  expect((await readToday(db, ada, after(MINUTE))).answered).toBe(3);
});

test("each learner has an open question of their own, which no other can find", async ({ place: { db, ada } }) => {
  const bob = await makeLearner(db, "bob");
  const hers = await currentServing(db, ada, NOON);
  const his = await currentServing(db, bob, NOON);
  expect(his?.id).not.toBe(hers?.id);
  expect(his?.sessionId).not.toBe(hers?.sessionId);
  expect(await findServing(db, "bob", hers?.id ?? "")).toBe(null);
  expect(await findServing(db, "bob", his?.id ?? "")).toEqual({ ...his, chosenFrom: undefined });
  expect(await db.serving.count({ where: { openFor: { not: null } } })).toBe(2);
});

test("undo takes back one's own answer, though another answered the same item since", async ({ place }) => {
  const { db, ada } = place;
  const bob = await makeLearner(db, "bob");
  await answer(db, ada, "neuron/bias");
  const his = await answer(db, bob, "neuron/bias", { at: after(MINUTE) });
  const open = await ask(db, bob, "neuron/weight", after(2 * MINUTE));
  const session = await openSession(db, "ada", after(2 * MINUTE), contextOf(ada, after(2 * MINUTE)));
  if (!session) throw new Error("ada has no session");
  await undoLatest(db, ada, session, after(2 * MINUTE));
  expect(await db.card.findMany({ select: { learnerId: true, itemId: true } })).toEqual([
    { learnerId: "bob", itemId: "neuron/bias" },
  ]);
  expect(await findServing(db, "bob", open.id)).toMatchObject({ open: true });
  expect(await findReview(db, his.id)).toMatchObject({ grade: "good" });
  expect(await sessionHistory(db, his.sessionId)).toMatchObject([{ itemId: "neuron/bias", conceptId: "neuron" }]);
});

test("a session of another learner gives nothing to undo", async ({ place: { db, ada } }) => {
  const bob = await makeLearner(db, "bob");
  await answer(db, ada, "neuron/bias");
  const hers = await db.session.findFirstOrThrow();
  expect(await undoLatest(db, bob, hers, after(MINUTE))).toBe(null);
  expect(await db.log.count()).toBe(1);
  expect(await db.card.count()).toBe(1);
});

test.for([
  ["UTC", "2026-07-01T00:00:00Z", 0],
  ["Asia/Kolkata", "2026-07-01T00:00:00Z", 330],
  ["Asia/Kathmandu", "2026-07-01T00:00:00Z", 345],
  ["Pacific/Kiritimati", "2026-07-01T00:00:00Z", 840],
  ["Pacific/Niue", "2026-07-01T00:00:00Z", -660],
  ["America/St_Johns", "2026-01-15T00:00:00Z", -210],
  ["Europe/Berlin", "2026-03-29T00:59:59Z", 60],
  ["Europe/Berlin", "2026-03-29T01:00:00Z", 120],
  ["Europe/Berlin", "2026-10-25T00:59:59Z", 120],
  ["Europe/Berlin", "2026-10-25T01:00:00Z", 60],
  ["America/New_York", "2026-03-08T06:59:59Z", -300],
  ["America/New_York", "2026-03-08T07:00:00Z", -240],
  ["America/New_York", "2026-11-01T05:59:59Z", -240],
  ["America/New_York", "2026-11-01T06:00:00Z", -300],
  ["Australia/Lord_Howe", "2026-04-04T14:59:59Z", 660],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", 630],
] as const)("%s is at %s %i minutes east of UTC", ([zone, at, minutes]) => {
  expect(utcOffsetMinutes(zone, new Date(at))).toBe(minutes);
});

test("without a zone the server's own offset counts", () => {
  const before = process.env.TZ;
  process.env.TZ = "Asia/Kolkata";
  expect(utcOffsetMinutes(null, NOON)).toBe(330);
  process.env.TZ = "America/New_York";
  expect(utcOffsetMinutes(null, NOON)).toBe(-240);
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

test("a zone the runtime doesn't know is told from one it knows, and is never taken for UTC", () => {
  expect(["Europe/Berlin", "UTC", "asia/kolkata"].map(isTimeZone)).toEqual([true, true, true]);
  expect(["Mars/Olympus", "", "Europe/Berlin; DROP TABLE Log"].map(isTimeZone)).toEqual([false, false, false]);
  expect(() => utcOffsetMinutes("Mars/Olympus", NOON)).toThrow(RangeError);
});

test("the study day of a learner turns at four by their own clock, on the night the clocks change too", async ({
  place: { db },
}) => {
  const berlin = await makeLearner(db, "berlin", { timeZone: "Europe/Berlin" });
  const evening = await currentServing(db, berlin, new Date("2026-03-28T22:00:00Z"));
  const before = await currentServing(db, berlin, new Date("2026-03-29T01:59:00Z"));
  const past = await currentServing(db, berlin, new Date("2026-03-29T02:01:00Z"));
  expect(before?.id).toBe(evening?.id);
  expect(past?.id).not.toBe(evening?.id);
});
