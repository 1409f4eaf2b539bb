import { undoLatest } from "#app/_data/answers.ts";
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
    learning: 0,
    new: 4,
    minutes: 4,
    nextDue: null,
    begun: false,
    answered: 0,
    bank: 11,
    utcOffsetMinutes: 0,
  });
});
