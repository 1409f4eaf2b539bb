import { recordReview } from "#app/_data/answers.ts";
import {
  changeExamDate,
  type ExamGoal,
  findExamDate,
  latestChange,
  removeExamDate,
  setExamDate,
  studyDayOf,
  undoExamDate,
} from "#app/_data/exam-date.ts";
import { readExamPage } from "#app/_data/exam-outlook.ts";
import type { Learner } from "#app/_data/learner.ts";
import { planSession, queueInput } from "#app/_data/queue.ts";
import { scopeOfConcept } from "#app/_data/scopes.ts";
import { currentServing } from "#app/_data/servings.ts";
import { beginScoped } from "#app/_data/sessions.ts";
import { readWhatIsLeft } from "#app/_data/summary.ts";
import { readToday } from "#app/_data/today.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, ask, DAY, expect, makeLearner, MINUTE, NOON, test, verdictOf } from "./drill-test.ts";

/** Monday 4 May 2026, as a study day. */
const TODAY = 20_577;

function goal(days: number, given: Partial<ExamGoal> = {}): ExamGoal {
  return { day: TODAY + days, minutesPerDay: 20, weights: null, leftOut: [], ...given };
}

/** What the session of the day would ask, in order, with why. */
async function planned(db: PrismaClient, learner: Learner, at: Date): Promise<string[]> {
  const { items } = planSession(await queueInput(db, learner, null, at));
  return items.map(({ itemId, reason }) => `${itemId} ${reason.kind}`);
}

/** What the page of the day says of the exam. */
async function line(db: PrismaClient, learner: Learner, at: Date) {
  return (await readToday(db, learner, at)).exam;
}

test("a date is set, changed and removed, and each of it can be taken back, latest first", async ({ place }) => {
  const { db, ada } = place;
  expect(await findExamDate(db, "ada")).toBe(null);
  await setExamDate(db, ada, goal(30), NOON);
  await setExamDate(db, ada, goal(20, { minutesPerDay: 45 }), after(MINUTE));
  await removeExamDate(db, ada, after(2 * MINUTE));
  expect(await findExamDate(db, "ada")).toBe(null);
  const told: (number | null)[] = [];
  for (;;) {
    const change = await latestChange(db, "ada");
    told.push(change?.date?.day ?? null);
    if (!change) break;
    expect(await undoExamDate(db, ada, change.id, after(3 * MINUTE))).toBe(true);
  }
  expect(told).toEqual([null, TODAY + 20, TODAY + 30, null]);
  expect(await findExamDate(db, "ada")).toBe(null);
  expect(await db.examDate.count()).toBe(3);
});

test("a form sent twice is one change, and nothing is removed that is not there", async ({ place: { db, ada } }) => {
  await removeExamDate(db, ada, NOON);
  await Promise.all([1, 2].map(() => setExamDate(db, ada, goal(30, { leftOut: ["layer", "neuron"] }), NOON)));
  await setExamDate(db, ada, goal(30, { leftOut: ["neuron", "layer"] }), after(MINUTE));
  await changeExamDate(db, ada, (date) => date, after(MINUTE));
  expect(await db.examDate.count()).toBe(1);
});

test("what two tabs do: undo of a change that is not the latest any more takes nothing back", async ({ place }) => {
  const { db, ada, open } = place;
  await setExamDate(db, ada, goal(30), NOON);
  const seen = await latestChange(db, "ada");
  await changeExamDate(open(), ada, (date) => ({ ...date, minutesPerDay: 40 }), after(MINUTE));
  expect(await undoExamDate(db, ada, seen?.id ?? 0, after(2 * MINUTE))).toBe(false);
  expect(await findExamDate(db, "ada")).toMatchObject({ day: TODAY + 30, minutesPerDay: 40 });
});

test("what is changed is the date as it then is: two changes from one page both hold", async ({ place }) => {
  const { db, ada } = place;
  await setExamDate(db, ada, goal(30), NOON);
  await changeExamDate(db, ada, (date) => ({ ...date, leftOut: [...date.leftOut, "network"] }), after(MINUTE));
  await changeExamDate(db, ada, (date) => ({ ...date, leftOut: [...date.leftOut, "layer"] }), after(MINUTE));
  expect(await findExamDate(db, "ada")).toMatchObject({ leftOut: ["layer", "network"] });
});

test("until the date the day is planned for it, from the same cards; removed, it is as before", async ({ place }) => {
  const { db, ada } = place;
  await answer(db, ada, "neuron/bias", { at: after(-3 * DAY), grade: "hard" });
  await answer(db, ada, "neuron/slope", { at: after(-DAY) });
  const before = await planned(db, ada, NOON);
  // Not due for another day, but worth asking before an exam in two weeks.
  expect(before).not.toContain("neuron/slope review");
  await setExamDate(db, ada, goal(14), NOON);
  expect(await planned(db, ada, NOON)).toContain("neuron/slope review");
  await removeExamDate(db, ada, NOON);
  expect(await planned(db, ada, NOON)).toEqual(before);
});

test("the minutes are the date's until it is past, then those of the settings again", async ({ place }) => {
  const { db, ada } = place;
  await setExamDate(db, ada, goal(2, { minutesPerDay: 45 }), NOON);
  const minutes = async (days: number) => (await queueInput(db, ada, null, after(days * DAY))).budgetMinutes;
  expect([await minutes(0), await minutes(2), await minutes(3)]).toEqual([45, 45, 15]);
  expect(await readWhatIsLeft(db, ada, NOON)).toMatchObject({ minutesPerDay: 45, exam: true });
  expect(await readWhatIsLeft(db, ada, after(3 * DAY))).toMatchObject({ minutesPerDay: 15, exam: false });
});

test("the plan still keeps prerequisites, and the day's number of new questions does not bind it", async ({
  place: { db, ada },
}) => {
  const few = { ...ada, newPerDay: 1 };
  await setExamDate(db, few, goal(14), NOON);
  expect((await planned(db, few, NOON)).sort()).toEqual(
    ["bias", "gain", "slope", "weight"].map((slug) => `neuron/${slug} new`),
  );
});

test("steps of today come before all else, errors made with confidence before what is worth more", async ({
  place: { db, ada },
}) => {
  await answer(db, ada, "neuron/gain", { at: after(-4 * DAY), grade: "again", certainty: 3 });
  await answer(db, ada, "neuron/gain", { at: after(-4 * DAY + 11 * MINUTE) });
  await answer(db, ada, "neuron/slope", { at: after(-9 * DAY) });
  await answer(db, ada, "neuron/weight", { at: after(-11 * MINUTE), grade: "again" });
  await setExamDate(db, ada, goal(14), NOON);
  const order = (await planned(db, ada, NOON)).filter((entry) => !entry.endsWith("new"));
  expect(order).toEqual(["neuron/weight step", "neuron/gain review", "neuron/slope review"]);
});

test("what can show a misconception the learner has shown goes before what is worth more", async ({
  place: { db, ada },
}) => {
  const shown = await ask(db, ada, "neuron/bias", after(-2 * DAY));
  const diagnosis = { misconception: "inverse-for-itself", says: "", notes: [] };
  const verdict = { ...verdictOf("again"), diagnosis };
  const review = { answer: null, verdict, grade: "again", at: after(-2 * DAY), seconds: 20 } as const;
  await recordReview(db, ada, shown, review);
  await answer(db, ada, "neuron/bias", { at: after(-2 * DAY + 11 * MINUTE) });
  await setExamDate(db, ada, goal(14, { minutesPerDay: 1 }), NOON);
  expect(await planned(db, ada, NOON)).toEqual(["neuron/slope targeted"]);
  const serving = await currentServing(db, ada, NOON);
  expect(serving).toMatchObject({ itemId: "neuron/slope", chosenFor: "inverse-for-itself" });
});

test("what is left out is neither asked nor counted, and the page says what that leaves", async ({ place }) => {
  const { db, ada } = place;
  await setExamDate(db, ada, goal(14, { leftOut: ["layer", "network"] }), NOON);
  const { prospect } = await readExamPage(db, ada, NOON);
  // Three concepts and those of three programs share the weight of the one area.
  expect(prospect?.kept).toBeCloseTo(4 / 6, 9);
  expect(prospect?.outlook.concepts.map(({ conceptId }) => conceptId)).not.toContain("layer");
  expect(prospect?.overall).toBeCloseTo((4 / 6) * (prospect?.outlook.withPlan ?? 0), 9);
  await answer(db, ada, "layer/rank", { at: after(-30 * DAY) });
  expect(await planned(db, ada, NOON)).toContain("layer/rank review");
  // Only in minutes that bring nothing more for the exam.
  await changeExamDate(db, ada, (date) => ({ ...date, minutesPerDay: 4 }), NOON);
  expect(await planned(db, ada, NOON)).not.toContain("layer/rank review");
});

test("a session of one concept goes by the schedule all the same", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/slope", { at: after(-DAY) });
  await setExamDate(db, ada, goal(14), NOON);
  const scope = await scopeOfConcept(db, "neuron");
  const session = await beginScoped(db, ada, "concept", scope ?? { concepts: [], title: "", minutes: null }, NOON);
  const { items } = planSession(await queueInput(db, ada, session, NOON));
  expect(items.map(({ itemId }) => itemId).sort()).toEqual(["neuron/bias", "neuron/gain", "neuron/weight"]);
});

test("after three days without work the plan starts from what is, and expects less", async ({ place }) => {
  const { db, ada } = place;
  await setExamDate(db, ada, goal(12, { minutesPerDay: 2 }), NOON);
  for (const itemId of ["neuron/bias", "neuron/weight"]) await answer(db, ada, itemId);
  const { prospect: kept } = await readExamPage(db, ada, NOON);
  const { prospect: missed } = await readExamPage(db, ada, after(4 * DAY));
  expect(missed?.outlook.withPlan).toBeLessThan(kept?.outlook.withPlan ?? 0);
  expect(missed?.outlook.days.map(({ day }) => day)).toEqual(Array.from({ length: 8 }, (_, i) => TODAY + 4 + i));
  expect((await queueInput(db, ada, null, after(4 * DAY))).returning).toBeUndefined();
  expect(await planned(db, ada, after(4 * DAY))).toEqual(["neuron/gain new", "neuron/slope new"]);
  expect(await line(db, ada, after(4 * DAY))).toMatchObject({ kind: "before", daysLeft: 8 });
});

test("the numbers of the day are those of the plan, and tomorrow's too", async ({ place: { db, ada } }) => {
  await setExamDate(db, ada, goal(14, { minutesPerDay: 3 }), NOON);
  expect(await readToday(db, ada, NOON)).toMatchObject({ due: 0, learning: 0, new: 3, minutes: 3 });
  expect(await readWhatIsLeft(db, ada, NOON)).toMatchObject({
    planned: 3,
    due: 0,
    new: 1,
    tomorrow: { questions: 3, minutes: 3 },
  });
  for (const slug of ["bias", "weight", "gain"]) await answer(db, ada, `neuron/${slug}`, { seconds: 60 });
  const done = await readToday(db, ada, after(MINUTE));
  expect(done).toMatchObject({ due: 0, learning: 0, new: 0, nextDue: new Date("2026-05-05T04:00:00Z") });
});

test("after the date what has waited is laid over days, without the care that an absence asks for", async ({
  place: { db, ada },
}) => {
  for (const slug of ["bias", "weight", "gain", "slope"])
    await answer(db, ada, `neuron/${slug}`, { at: after(-20 * DAY), seconds: 90 });
  for (const days of [14, 8, 2]) await answer(db, ada, "layer/rank", { at: after(-days * DAY) });
  const brief = { ...ada, minutesPerDay: 2 };
  expect((await queueInput(db, brief, null, NOON)).returning?.absence).toEqual({
    backlogMinutes: 6,
    longestOverdue: 18,
    since: 20_570,
  });
  await setExamDate(db, brief, goal(-1), after(-30 * DAY));
  expect((await queueInput(db, brief, null, NOON)).returning).toBeUndefined();
  const { prospect, after: back } = await readExamPage(db, brief, NOON);
  expect(prospect).toBe(null);
  expect(back?.waiting.reviews).toBe(4);
  expect(back?.days.map(({ itemIds }) => itemIds.length)).toEqual([1, 1, 1, 1]);
  expect(await line(db, brief, NOON)).toMatchObject({ kind: "after", day: TODAY - 1, waiting: 4 });
  expect(await line(db, brief, after(40 * DAY))).toBe(null);
});

test("the date is of the learner's own calendar, from its rollover hour to the next", async ({ place: { db } }) => {
  const kai = await makeLearner(db, "kai", { timeZone: "Pacific/Kiritimati", rolloverHour: 4 });
  const nia = await makeLearner(db, "nia", { timeZone: "America/New_York", rolloverHour: 4 });
  // 4 May, noon UTC: 5 May, 2 in the night in Kiritimati, which is still the 4th; 8 in the morning in New York.
  expect([studyDayOf(kai, NOON), studyDayOf(nia, NOON)]).toEqual([TODAY, TODAY]);
  await setExamDate(db, kai, goal(0), NOON);
  await setExamDate(db, nia, goal(0), NOON);
  const planning = async (learner: Learner, at: string) =>
    (await queueInput(db, learner, null, new Date(at))).exam !== undefined;
  expect(await planning(kai, "2026-05-04T13:59:00Z")).toBe(true);
  expect(await planning(kai, "2026-05-04T14:00:00Z")).toBe(false);
  expect(await planning(nia, "2026-05-05T07:59:00Z")).toBe(true);
  expect(await planning(nia, "2026-05-05T08:00:00Z")).toBe(false);
});

test("a clock that was set back finds the date again, and days left are never below none", async ({ place }) => {
  const { db, ada } = place;
  await setExamDate(db, ada, goal(2), NOON);
  expect(await line(db, ada, after(3 * DAY))).toMatchObject({ kind: "after" });
  expect(await line(db, ada, after(2 * DAY))).toMatchObject({ kind: "before", daysLeft: 0 });
  expect(await line(db, ada, after(-5 * DAY))).toMatchObject({ kind: "before", daysLeft: 7 });
});
