import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { undoLatest } from "#app/_data/answers.ts";
import { cardState } from "#app/_data/cards.ts";
import { findExam } from "#app/_data/exam-sittings.ts";
import { foldLog, readLog } from "#app/_data/log.ts";
import { rebuildMisunderstandings } from "#app/_data/misconceptions.ts";
import { queueInput } from "#app/_data/queue.ts";
import { lastSession } from "#app/_data/sessions.ts";
import { mark } from "#lib/grade/mark.ts";
import { Variant } from "#lib/item/question.ts";
import { endExam } from "#app/_data/exam-end.ts";
import { after, answer, DAY, expect, type Place, test } from "./drill-test.ts";
import { begin, clockAt, handIn, lookIn, questionsOf, rightAt, type, wrongAt } from "./exam-test.ts";

async function everything({ db }: Place) {
  return {
    exams: await db.exam.findMany(),
    questions: await db.examQuestion.findMany({ orderBy: { place: "asc" } }),
    log: await db.log.findMany(),
    cards: await db.card.findMany(),
    misunderstandings: await db.misunderstanding.findMany(),
  };
}

/** An exam in which the first question is answered rightly, the second wrongly and surely, the third rightly by a guess. */
async function sit(place: Place) {
  const exam = await begin(place);
  await type(place, exam, { place: 0, value: await rightAt(place, exam, 0), at: 20, seconds: 20 });
  await type(place, exam, { place: 1, value: await wrongAt(place, exam, 1), at: 50, seconds: 30 }, { certainty: 3 });
  await type(place, exam, { place: 2, value: await rightAt(place, exam, 2), at: 70, seconds: 20 }, { certainty: 1 });
  return exam;
}

async function expectFolded({ db, ada }: Place) {
  for (const card of await db.card.findMany())
    expect(cardState(card)).toEqual(foldLog((await readLog(db, ada.id, card.itemId)).rows));
  const kept = await db.misunderstanding.findMany({ orderBy: { misconceptionId: "asc" } });
  await rebuildMisunderstandings(db, ada.id);
  expect(await db.misunderstanding.findMany({ orderBy: { misconceptionId: "asc" } })).toEqual(kept);
}

test("until it ends nothing of an exam is in the log; with its end all answers are, graded as in the drill", async ({
  place,
}) => {
  const exam = await sit(place);
  expect(await place.db.log.count()).toBe(0);
  expect(await place.db.card.count()).toBe(0);
  await handIn(place, exam, clockAt(90));
  const log = await place.db.log.findMany({ orderBy: { seq: "asc" } });
  expect(log).toMatchObject([
    { kind: "review", grade: "good", certainty: null, seconds: 20, at: after(90_000), predicted: null },
    { kind: "review", grade: "again", certainty: 3, seconds: 30, context: { confident: true } },
    { kind: "review", grade: "hard", certainty: 1, seconds: 20 },
  ]);
  const questions = await questionsOf(place, exam);
  expect(log.map(({ servingId }) => servingId)).toEqual(questions.slice(0, 3).map(({ servingId }) => servingId));
  expect(questions.map(({ verdict }) => verdict?.outcome ?? null)).toEqual([
    "right",
    "wrong",
    "right",
    null,
    null,
    null,
  ]);
  const cards = await place.db.card.findMany({ orderBy: { firstAt: "asc" } });
  expect(cards).toHaveLength(3);
  expect(cards.filter(({ rightUnaided }) => rightUnaided)).toHaveLength(1);
  expect(cards.filter(({ confidentError }) => confidentError)).toHaveLength(1);
  await expectFolded(place);
});

test("the end is noted by who brought it about", async ({ place }) => {
  const { db } = place;
  const exam = await sit(place);
  await handIn(place, exam, clockAt(90));
  const ended = { at: after(90_000), how: "handed_in" };
  expect(await findExam(db, "ada", exam.id)).toMatchObject({ ended, spent: 90 });
  expect(await db.session.findUnique({ where: { id: exam.sessionId } })).toMatchObject({ endedAt: after(90_000) });
});

test("handed in twice, even at once, is handed in once", async ({ place }) => {
  const exam = await sit(place);
  await Promise.all([91, 92, 93].map((at) => handIn(place, exam, clockAt(at))));
  const before = await everything(place);
  expect(before.log).toHaveLength(3);
  await handIn(place, exam, clockAt(200));
  await lookIn(place, clockAt(5000));
  expect(await everything(place)).toEqual(before);
});

// SQLite's wait for a lock holds up the whole process, so clients that compete need one each.
test("ended ten times at once by two processes, it ends once", async ({ place }) => {
  const { ada, databaseFile } = place;
  const exam = await sit(place);
  const rival = fileURLToPath(new URL("rival.ts", import.meta.url));
  const given = { learner: ada, exam: exam.id, calls: 5, start: Date.now() + 3000, now: after(90_000) };
  const rivals = [1, 2].map(() =>
    promisify(execFile)(process.execPath, ["--conditions=react-server", "--import", "tsx", rival], {
      env: { ...process.env, DATABASE_URL: `file:${databaseFile}`, RIVAL: JSON.stringify(given) },
    }),
  );
  await Promise.all(rivals);
  expect(await place.db.log.count()).toBe(3);
  expect((await findExam(place.db, "ada", exam.id))?.ended?.how).toBe("handed_in");
  await expectFolded(place);
}, 60_000);

test("an end that breaks off leaves the exam as it was, to be ended again", async ({ place }) => {
  const { db, ada } = place;
  const exam = await sit(place);
  const before = await everything(place);
  let marked = 0;
  const breaking = endExam(db, ada, exam.id, clockAt(90), (value, variant) => {
    if (++marked === 3) throw new Error("killed");
    return mark(value, variant);
  });
  await expect(breaking).rejects.toThrow("killed");
  expect(await everything(place)).toEqual(before);
  await handIn(place, exam, clockAt(95));
  expect(await db.log.count()).toBe(3);
});

test("with its time an exam ends by itself at the next request, as of the deadline", async ({ place }) => {
  const exam = await sit(place);
  await lookIn(place, clockAt(602));
  expect((await findExam(place.db, "ada", exam.id))?.ended).toBe(null);
  await lookIn(place, clockAt(3 * 86_400));
  expect(await findExam(place.db, "ada", exam.id)).toMatchObject({ ended: { at: after(600_000), how: "time_up" } });
  const log = await place.db.log.findMany();
  expect(log.map(({ at }) => at)).toEqual([after(600_000), after(600_000), after(600_000)]);
});

test("handed in during the grace, it has ended by its time", async ({ place }) => {
  const exam = await sit(place);
  await handIn(place, exam, clockAt(602));
  expect(await findExam(place.db, "ada", exam.id)).toMatchObject({ ended: { at: after(600_000), how: "time_up" } });
});

test("a server's clock set forward by an hour takes no time from the learner", async ({ place }) => {
  const exam = await begin(place);
  const forward = { now: after(3_600_000 + 60_000) };
  await lookIn(place, clockAt(60, forward));
  expect((await type(place, exam, { place: 0, value: await rightAt(place, exam, 0), at: 60 })).kind).toBe("saved");
  await handIn(place, exam, clockAt(90, { now: after(3_690_000) }));
  expect(await findExam(place.db, "ada", exam.id)).toMatchObject({
    ended: { at: after(90_000), how: "handed_in" },
    spent: 90,
  });
});

test("a server's clock set back by an hour gives the learner no time", async ({ place }) => {
  const exam = await begin(place);
  await lookIn(place, clockAt(604, { now: after(604_000 - 3_600_000) }));
  expect(await findExam(place.db, "ada", exam.id)).toMatchObject({ ended: { at: after(600_000), how: "time_up" } });
});

test("the time a machine was off counts, by its clock", async ({ place }) => {
  const exam = await begin(place);
  await type(place, exam, { place: 0, value: await rightAt(place, exam, 0), at: 60 });
  const restarted = { uptime: 30, boot: "second" };
  await lookIn(place, clockAt(500, restarted));
  expect((await findExam(place.db, "ada", exam.id))?.ended).toBe(null);
  await lookIn(place, clockAt(604, restarted));
  expect(await findExam(place.db, "ada", exam.id)).toMatchObject({ ended: { how: "time_up" } });
});

test("an answer that can't be read is told but stays out of the log", async ({ place }) => {
  const exam = await begin(place, { blueprint: { minutes: 10, questions: 6, challenges: 0, kinds: { numeric: 1 } } });
  const servings = await place.db.serving.findMany({
    where: { item: { kind: "numeric" } },
    include: { examined: true },
  });
  const at = servings[0].examined?.place ?? -1;
  await type(place, exam, { place: at, value: { kind: "numeric", text: "no number" }, at: 10 });
  await handIn(place, exam, clockAt(20));
  expect((await questionsOf(place, exam))[at].verdict).toMatchObject({ outcome: "invalid", reason: "not-a-number" });
  expect(await place.db.log.count()).toBe(0);
});

test("a misconception shown in an exam is known as one shown in the drill is", async ({ place }) => {
  const { db } = place;
  const exam = await begin(place, { blueprint: { minutes: 10, questions: 9, challenges: 0 } });
  const choices = await db.examQuestion.findMany({
    where: { serving: { item: { kind: "choice", rule: "authored" } } },
    include: { serving: true },
    orderBy: { place: "asc" },
  });
  expect(choices.length).toBeGreaterThan(1);
  for (const { place: at, serving } of choices) {
    const { solution } = Variant.parse(serving?.snapshot);
    if (solution.kind !== "choice") throw new Error(`A choice question has a solution of kind ${solution.kind}`);
    const option = solution.options.findIndex(({ misconception }) => misconception === "inverse-for-itself");
    await type(place, exam, { place: at, value: { kind: "choice", option }, at: 10 + at });
  }
  await handIn(place, exam, clockAt(100));
  expect(await db.misunderstanding.findMany()).toMatchObject([{ misconceptionId: "inverse-for-itself" }]);
  expect(await db.log.count({ where: { diagnosed: "inverse-for-itself" } })).toBe(choices.length);
  await expectFolded(place);
});

test("a card that was there goes on from where it stood", async ({ place }) => {
  const { db, ada } = place;
  for (const slug of ["bias", "slope"]) await answer(db, ada, `neuron/${slug}`, { at: after(-10 * DAY) });
  const exam = await begin(place, { blueprint: { minutes: 10, questions: 9, challenges: 0 } });
  const known = await db.examQuestion.findFirstOrThrow({ where: { serving: { itemId: "neuron/bias" } } });
  await type(place, exam, { place: known.place, value: await rightAt(place, exam, known.place), at: 20 });
  await handIn(place, exam, clockAt(100));
  const row = await db.log.findUniqueOrThrow({ where: { servingId: known.servingId ?? "" } });
  expect(row).toMatchObject({ elapsed: 10, grade: "good" });
  expect(row.predicted).toBeGreaterThan(0.4);
  expect(row.predicted).toBeLessThan(0.9);
  expect(await db.card.findFirst({ where: { itemId: "neuron/bias" } })).toMatchObject({ reps: 2 });
  await expectFolded(place);
});

test("the drill's undo, its report and its minutes leave an exam alone", async ({ place }) => {
  const { db, ada } = place;
  const exam = await sit(place);
  await handIn(place, exam, clockAt(90));
  const session = await db.session.findUniqueOrThrow({ where: { id: exam.sessionId } });
  expect(await undoLatest(db, ada, session, after(100_000))).toBe(null);
  expect(await db.log.count()).toBe(3);
  expect(await lastSession(db, ada.id)).toBe(null);
  expect(await queueInput(db, ada, null, after(100_000))).toMatchObject({ minutesSpent: 0, newToday: 3 });
});
