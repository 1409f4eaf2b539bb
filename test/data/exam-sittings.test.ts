import { beginExam, findExam, findOpenExam, listEndedExams, secondsLeft } from "#app/_data/exam-sittings.ts";
import { readExamBank } from "#app/_data/exam-bank.ts";
import { currentServing } from "#app/_data/servings.ts";
import { findSession } from "#app/_data/sessions.ts";
import { answer, after, expect, makeLearner, MINUTE, NOON, test } from "./drill-test.ts";
import { begin, clockAt, handIn, questionsOf, SHORT } from "./exam-test.ts";

test("an exam has its questions in order, each a serving of its session that is not open", async ({ place }) => {
  const exam = await begin(place);
  expect(exam).toMatchObject({ limit: 600, startedAt: NOON, ended: null, preset: "check", notes: [] });
  const questions = await questionsOf(place, exam);
  expect(questions.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(Math.round(questions.reduce((sum, { given }) => sum + given, 0))).toBe(600);
  const servings = await place.db.serving.findMany({ where: { sessionId: exam.sessionId } });
  expect(servings).toHaveLength(6);
  expect(servings.every(({ openFor }) => openFor === null)).toBe(true);
  expect(new Set(servings.map(({ itemId }) => itemId)).size).toBe(6);
});

test("open recall is not asked", async ({ place }) => {
  const exam = await begin(place, { blueprint: { minutes: 10, questions: 20, challenges: 0 } });
  const servings = await place.db.serving.findMany({ where: { sessionId: exam.sessionId }, include: { item: true } });
  expect(servings.map(({ item }) => item.kind)).not.toContain("recall");
  // Six fixed questions, and three programs in up to three variants.
  expect(servings).toHaveLength(15);
  expect(exam.notes).toEqual([
    "Ground: 6 questions with other numbers, of items that the exam asks already.",
    "Ground: 15 of the 20 questions asked for; the bank has no more.",
    "The exam is 5 questions shorter than asked for: the bank has no more.",
    expect.stringMatching(/^All of it is expected to take 15 minutes; there are 10/),
  ]);
});

test("at most one exam goes on for a learner, however often it is begun", async ({ place }) => {
  const { db, ada } = place;
  const begun = await Promise.all([1, 2, 3].map((seed) => beginExam(db, ada, { ...SHORT, seed }, clockAt(0))));
  expect(begun.map(({ kind }) => kind).sort()).toEqual(["begun", "going", "going"]);
  expect(new Set(begun.map((one) => "id" in one && one.id)).size).toBe(1);
  expect(await db.exam.count()).toBe(1);
  const bob = await makeLearner(db, "bob");
  expect((await beginExam(db, bob, SHORT, clockAt(1))).kind).toBe("begun");
});

test("where the bank has nothing of what is asked, none is begun", async ({ place: { db, ada } }) => {
  const blueprint = { ...SHORT.blueprint, areas: { elsewhere: 1 } };
  await db.area.create({ data: { id: "elsewhere", title: "Elsewhere", position: 1, weight: 1 } });
  expect(await beginExam(db, ada, { ...SHORT, blueprint }, clockAt(0))).toEqual({ kind: "empty" });
  const unknown = { ...SHORT.blueprint, areas: { nowhere: 1 } };
  expect(await beginExam(db, ada, { ...SHORT, blueprint: unknown }, clockAt(0))).toEqual({ kind: "empty" });
  expect(await db.session.count()).toBe(0);
});

test("what was asked before, in the drill or an exam, is known to the next exam", async ({ place }) => {
  const { db, ada } = place;
  await answer(db, ada, "neuron/bias", { seconds: 40 });
  const exam = await begin(place);
  const { items } = await readExamBank(db, ada.id);
  const met = items.filter((item) => item.met).map(({ itemId }) => itemId);
  const servings = await db.serving.findMany({ where: { sessionId: exam.sessionId } });
  expect(met.sort()).toEqual([...new Set(["neuron/bias", ...servings.map(({ itemId }) => itemId)])].sort());
  expect(items.find(({ itemId }) => itemId === "neuron/bias")).toMatchObject({ drawn: false, seconds: 40 });
  for (const { itemId, seed } of servings)
    expect(items.find((item) => item.itemId === itemId)?.seeds.has(seed)).toBe(true);
  const { items: others } = await readExamBank(db, "somebody else");
  expect(others.some((item) => item.met)).toBe(false);
});

test("an exam belongs to its learner", async ({ place }) => {
  const exam = await begin(place);
  await makeLearner(place.db, "bob");
  expect(await findExam(place.db, "bob", exam.id)).toBe(null);
  expect(await findOpenExam(place.db, "bob")).toBe(null);
});

test("the drill goes on beside an exam as if there were none", async ({ place }) => {
  const { db, ada } = place;
  const before = await currentServing(db, ada, NOON);
  const exam = await begin(place);
  expect((await currentServing(db, ada, after(MINUTE)))?.id).toBe(before?.id);
  expect(await findSession(db, ada.id, exam.sessionId)).toBe(null);
  await handIn(place, exam, clockAt(120));
  expect((await currentServing(db, ada, after(3 * MINUTE)))?.id).toBe(before?.id);
});

test("time left is counted from what is left to what is none", async ({ place }) => {
  const exam = await begin(place);
  expect(secondsLeft(exam, clockAt(0))).toBe(600);
  expect(secondsLeft(exam, clockAt(590))).toBe(10);
  expect(secondsLeft(exam, clockAt(700))).toBe(0);
});

test("exams that are over are listed with the latest first", async ({ place }) => {
  const { db, ada } = place;
  const first = await begin(place);
  await handIn(place, first, clockAt(60));
  const begun = await beginExam(db, ada, { ...SHORT, seed: 2 }, clockAt(3600));
  if (begun.kind !== "begun") throw new Error(begun.kind);
  expect((await listEndedExams(db, ada.id)).map(({ id }) => id)).toEqual([first.id]);
  const second = await findExam(db, ada.id, begun.id);
  if (second) await handIn(place, second, clockAt(3700));
  expect((await listEndedExams(db, ada.id)).map(({ id }) => id)).toEqual([begun.id, first.id]);
});
