import { recordReview, undoLatest } from "#app/_data/answers.ts";
import { goPastBudget } from "#app/_data/sessions.ts";
import { readSummary, readWhatIsLeft } from "#app/_data/summary.ts";
import { readToday } from "#app/_data/today.ts";
import { after, answer, ask, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";

/** Study days since 1970 of the day tests begin on. */
const TODAY = 20_577;

test("a summary tells of the latest session with answers, undone ones left out", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/slope", { at: after(-3 * DAY) });
  await answer(db, ada, "neuron/slope", { grade: "again", seconds: 30 });
  await answer(db, ada, "neuron/bias", { at: after(MINUTE), seconds: 60 });
  await answer(db, ada, "neuron/weight", { at: after(2 * MINUTE), grade: "again", seconds: 30 });
  await answer(db, ada, "neuron/weight", { at: after(13 * MINUTE), seconds: 30 });
  await answer(db, ada, "neuron/gain", { at: after(14 * MINUTE), seconds: 30 });
  await undoLatest(db, ada, await db.session.findFirstOrThrow({ where: { startedAt: NOON } }), after(15 * MINUTE));
  expect(await readSummary(db, ada, after(16 * MINUTE))).toEqual({
    answers: 4,
    right: 2,
    learnt: ["neuron/bias", "neuron/weight"],
    lapses: ["neuron/slope"],
    improved: [],
    returns: [
      { day: TODAY, date: "2026-05-04", items: ["neuron/slope"] },
      { day: TODAY + 1, date: "2026-05-05", items: ["neuron/weight"] },
      { day: TODAY + 2, date: "2026-05-06", items: ["neuron/bias"] },
    ],
    day: TODAY,
    today: true,
    items: new Map(
      ["slope", "bias", "weight", "gain"].map((slug) => [
        `neuron/${slug}`,
        { title: slug, concept: { id: "neuron", title: "neuron" } },
      ]),
    ),
    minutes: 3,
    session: { id: expect.any(String), startedAt: NOON, unlimited: false, mode: "daily", scope: null },
    wrong: [
      { itemId: "neuron/slope", sure: false, gaveUp: true, misconception: null },
      { itemId: "neuron/weight", sure: false, gaveUp: true, misconception: null },
    ],
    misunderstandings: [],
    sure: { answers: 0, right: 0 },
  });
});

test("the next day the summary is of yesterday, until something is answered", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias");
  await ask(db, ada, "neuron/weight", after(DAY));
  expect(await readSummary(db, ada, after(DAY))).toMatchObject({ answers: 1, today: false, day: TODAY + 1 });
  await answer(db, ada, "neuron/weight", { at: after(DAY + MINUTE) });
  expect(await readSummary(db, ada, after(DAY + MINUTE))).toMatchObject({ answers: 1, today: true });
});

test("an answer taken back still counts to the minutes of the day", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias", { seconds: 120 });
  await undoLatest(db, ada, await db.session.findFirstOrThrow(), after(MINUTE));
  expect(await readToday(db, ada, after(MINUTE))).toMatchObject({ begun: true, answered: 0 });
  const brief = { ...ada, minutesPerDay: 2 };
  expect(await readWhatIsLeft(db, brief, after(MINUTE))).toMatchObject({ planned: 0, due: 0, new: 4 });
});

test("past the budget a session asks on, without a number of new items", async ({ place: { db, ada } }) => {
  const brief = { ...ada, minutesPerDay: 2, newPerDay: 1 };
  await answer(db, brief, "neuron/bias", { seconds: 120 });
  expect(await readWhatIsLeft(db, brief, after(MINUTE))).toMatchObject({ planned: 0, new: 3 });
  await goPastBudget(db, (await db.session.findFirstOrThrow()).id);
  expect(await readWhatIsLeft(db, brief, after(MINUTE))).toMatchObject({ planned: 3, new: 0 });
});

test("before the first answer there is no summary, and today has the whole bank to offer", async ({ place }) => {
  const { db, ada } = place;
  expect(await readSummary(db, ada, NOON)).toBe(null);
  expect(await readToday(db, ada, NOON)).toEqual({
    due: 0,
    exam: null,
    learning: 0,
    new: 4,
    minutes: 4,
    nextDue: null,
    begun: false,
    answered: 0,
    bank: 11,
    utcOffsetMinutes: 0,
    back: null,
    scoped: null,
  });
});

test("a summary names what went wrong and why, errors made with confidence first", async ({ place: { db, ada } }) => {
  const shown = { misconception: "inverse-for-itself", says: "", notes: [] };
  const wrong = { outcome: "wrong" as const, read: "b", credit: 0, diagnosis: shown };
  const answer1 = { answer: { kind: "choice" as const, option: 1 }, verdict: wrong, grade: "again" as const };
  const bias = await ask(db, ada, "neuron/bias", NOON);
  await recordReview(db, ada, bias, { ...answer1, certainty: 2, at: NOON, seconds: 9 });
  const slope = await ask(db, ada, "neuron/slope", after(MINUTE));
  await recordReview(db, ada, slope, { ...answer1, certainty: 3, at: after(MINUTE), seconds: 9 });
  await answer(db, ada, "neuron/weight", { grade: "again", at: after(2 * MINUTE) });
  await answer(db, ada, "neuron/gain", { certainty: 3, at: after(3 * MINUTE) });
  expect(await readSummary(db, ada, after(4 * MINUTE))).toMatchObject({
    wrong: [
      { itemId: "neuron/slope", sure: true, gaveUp: false, misconception: "inverse-for-itself" },
      { itemId: "neuron/bias", sure: false, gaveUp: false, misconception: "inverse-for-itself" },
      { itemId: "neuron/weight", sure: false, gaveUp: true, misconception: null },
    ],
    misunderstandings: [
      { id: "inverse-for-itself", name: "The inverse for the thing itself", conceptId: "neuron", times: 2 },
    ],
    sure: { answers: 2, right: 1 },
    learnt: ["neuron/gain"],
  });
});

test("tomorrow brings what is due then and what is new, within the minutes of a day", async ({
  place: { db, ada },
}) => {
  await answer(db, ada, "neuron/bias", { grade: "hard" });
  await answer(db, ada, "neuron/weight", { at: after(MINUTE), grade: "again" });
  const { tomorrow } = await readWhatIsLeft(db, { ...ada, newPerDay: 1 }, after(MINUTE));
  expect(tomorrow).toEqual({ questions: 3, minutes: 100 / 60 });
  const none = await readWhatIsLeft(db, { ...ada, newPerDay: 0 }, after(MINUTE));
  expect(none.tomorrow).toEqual({ questions: 2, minutes: 40 / 60 });
});
