import { giveUp } from "#app/_data/challenge-rounds.ts";
import { findDrafts, findWork, saveDraft, takeChallengeHint } from "#app/_data/challenge-work.ts";
import { isExamined, listUnjudged, recordExamProgram } from "#app/_data/exam-programs.ts";
import { countAnswered, readSatExam } from "#app/_data/exam-questions.ts";
import { readResults, scoreOf } from "#app/_data/exam-results.ts";
import type { Exam } from "#app/_data/exam-sittings.ts";
import { previewExams } from "#app/_data/exam-preview.ts";
import { listSubmissions } from "#app/_data/submissions.ts";
import type { Blueprint } from "#lib/exam/blueprint.ts";
import type { ProgramAnswer } from "#lib/exam/program-answer.ts";
import { after, expect, NOON, type Place, test } from "./drill-test.ts";
import { begin, clockAt, handIn, type as typeAt } from "./exam-test.ts";
import { judged, submit } from "./judged.ts";

const ROUND: Blueprint = { minutes: null, questions: 0, challenges: 2 };
const WRITTEN: ProgramAnswer = { kind: "program", language: "python", texts: { python: "x = 1", typescript: "let x" } };
const ITEM = "challenge/softmax";

/** A coding round whose first challenge is softmax. */
async function beginRound(place: Place, blueprint: Blueprint = ROUND): Promise<Exam> {
  const area = { id: "activations", title: "Activation functions", position: 9, weight: 1 };
  await place.db.area.upsert({ where: { id: area.id }, create: area, update: {} });
  const exam = await begin(place, { preset: "coding", blueprint });
  const { challenges } = await readSatExam(place.db, exam.id);
  const where = { examId_place: { examId: exam.id, place: challenges[0].place } };
  await place.db.examQuestion.update({ where, data: { challengeId: "softmax" } });
  return exam;
}

/** Writes the first challenge's program and ends the exam after three minutes. */
async function sit(place: Place): Promise<Exam> {
  const exam = await beginRound(place);
  await typeAt(place, exam, { place: 0, value: WRITTEN, seconds: 100, at: 120 });
  await handIn(place, exam, clockAt(180));
  return exam;
}

const END = after(180_000);
const record = (place: Place, exam: Exam, given: Parameters<typeof judged>[0] = {}) => {
  const { round: _, ...one } = judged({ at: END, seconds: 100, ...given });
  return recordExamProgram(place.db, place.ada, { examId: exam.id, place: 0 }, one, after(185_000));
};
const workOf = ({ db, ada }: Place) => findWork(db, ada.id, "softmax");

test("challenges come after the questions, in the minutes they are given", async ({ place }) => {
  const exam = await beginRound(place, { minutes: 60, questions: 3, challenges: 1 });
  const { questions, challenges } = await readSatExam(place.db, exam.id);
  expect(questions.map((one) => one.place)).toEqual([0, 1, 2]);
  expect(challenges).toMatchObject([{ place: 3, challengeId: "softmax", areaId: "activations", answer: null }]);
  expect(exam.limit).toBe(3600);
  const given = [...questions, ...challenges].reduce((sum, one) => sum + one.given, 0);
  expect(given).toBeCloseTo(3600, 6);
});

test("a coding round has two, as long as they are given, and others the next time", async ({ place }) => {
  const first = await beginRound(place);
  const { questions, challenges } = await readSatExam(place.db, first.id);
  expect(questions).toEqual([]);
  expect(challenges).toHaveLength(2);
  expect(first.limit).toBe(challenges.reduce((sum, { given }) => sum + given, 0));
  expect(await place.db.serving.count()).toBe(0);
  const [preview] = await previewExams(place.db, place.ada.id, [ROUND]);
  expect(preview).toMatchObject({ questions: 0, challenges: 2, notes: [] });
  await handIn(place, first, clockAt(60));
  const second = await begin(place, { blueprint: ROUND, seed: 1 });
  const again = (await readSatExam(place.db, second.id)).challenges.map(({ challengeId }) => challengeId);
  expect(again).not.toContain("softmax");
  expect(again).not.toContain(challenges[1].challengeId);
});

test("a program is kept as it was typed; no other kind of answer is taken for one", async ({ place }) => {
  const exam = await beginRound(place, { minutes: 60, questions: 1, challenges: 1 });
  const saved = await typeAt(place, exam, { place: 1, value: WRITTEN, at: 30 });
  expect(saved).toMatchObject({ kind: "saved", answer: { value: WRITTEN, typedAt: 30_000 } });
  expect((await readSatExam(place.db, exam.id)).challenges[0].answer).toEqual(WRITTEN);
  expect(await countAnswered(place.db, exam.id)).toBe(1);
  const choice = { kind: "choice", option: 0 } as const;
  expect(await typeAt(place, exam, { place: 1, value: choice, at: 40 })).toEqual({ kind: "refused" });
  expect(await typeAt(place, exam, { place: 0, value: WRITTEN, at: 40 })).toEqual({ kind: "refused" });
  expect((await readSatExam(place.db, exam.id)).challenges[0].answer).toEqual(WRITTEN);
});

test("a challenge is examined while the exam that asks it goes on", async ({ place }) => {
  const examined = () => isExamined(place.db, place.ada.id, "softmax");
  expect(await examined()).toBe(false);
  const exam = await beginRound(place);
  expect(await examined()).toBe(true);
  expect(await isExamined(place.db, "someone else", "softmax")).toBe(false);
  await handIn(place, exam, clockAt(60));
  expect(await examined()).toBe(false);
});

test("programs wait to be judged from the end on; what was not written waits for nothing", async ({ place }) => {
  const { db, ada } = place;
  const exam = await beginRound(place);
  await typeAt(place, exam, { place: 0, value: WRITTEN, seconds: 100, at: 120 });
  expect(await listUnjudged(db, ada.id)).toEqual([]);
  await handIn(place, exam, clockAt(180));
  expect(await listUnjudged(db, ada.id)).toEqual([
    { examId: exam.id, place: 0, challengeId: "softmax", answer: WRITTEN, seconds: 100, at: END },
  ]);
  expect(await db.log.count()).toBe(0);
  const [result] = await readResults(db, ada.id);
  expect(result.programs.map(({ outcome }) => outcome)).toEqual(["unjudged", "unanswered"]);
  expect(scoreOf(result, [result]).solved).toMatchObject({ hits: 0, n: 1 });
});

test("a judged program is a submission that grades the challenge, as of the exam's end", async ({ place }) => {
  const { db, ada } = place;
  const exam = await sit(place);
  await record(place, exam, { passed: true });
  expect(await db.log.findMany()).toMatchObject([
    { itemId: ITEM, kind: "review", at: END, seconds: 100, answer: { form: "whole" }, verdict: { outcome: "right" } },
  ]);
  expect(await db.card.findFirst({ where: { itemId: ITEM } })).toMatchObject({ reps: 1, rightUnaided: true });
  expect(await listSubmissions(db, ada.id, "softmax")).toMatchObject([{ passed: true, at: END, seconds: 100 }]);
  expect(await workOf(place)).toMatchObject({ round: 1, solvedAt: END, interview: null });
  expect(await listUnjudged(db, ada.id)).toEqual([]);
  const [result] = await readResults(db, ada.id);
  expect(result.programs[0]).toMatchObject({ outcome: "right", credit: 1 });
  expect(result.programs[0].submissionId).not.toBeNull();
});

test("a failed one has its share of the cases and shows its misconception", async ({ place }) => {
  const { db, ada } = place;
  const misconception = { id: "sum-for-mean", name: "Sum for mean", claim: "c", truth: "t", conceptId: "neuron" };
  await db.misconception.create({ data: misconception });
  const exam = await sit(place);
  await record(place, exam, { credit: 0.75, like: { id: "sums", says: "if it sums", misconception: "sum-for-mean" } });
  const [result] = await readResults(db, ada.id);
  expect(result.programs[0]).toMatchObject({ outcome: "wrong", credit: 0.75, diagnosed: "sum-for-mean" });
  expect(await db.misunderstanding.findMany()).toMatchObject([{ misconceptionId: "sum-for-mean" }]);
  expect(await db.log.findMany()).toMatchObject([{ grade: "again", diagnosed: "sum-for-mean" }]);
});

test("judged by two at once, it is written once", async ({ place }) => {
  const exam = await sit(place);
  await Promise.all([record(place, exam), record(place, exam, { passed: true }), record(place, exam)]);
  expect(await place.db.submission.count()).toBe(1);
  expect(await place.db.log.count()).toBe(1);
});

test("where nothing has helped, it is the first of the round that goes on, whose draft stays", async ({ place }) => {
  const { db, ada } = place;
  const draft = { challengeId: "softmax", round: 1, language: "python", text: "y = 2", typedAt: NOON } as const;
  await saveDraft(db, ada.id, draft, NOON);
  await record(place, await sit(place));
  expect(await workOf(place)).toMatchObject({ round: 1 });
  expect((await findDrafts(db, ada.id, "softmax", 1)).python?.text).toBe("y = 2");
});

test.for([
  ["was graded", (place: Place) => submit(place, { passed: true })],
  [
    "had a hint",
    ({ db, ada }: Place) => takeChallengeHint(db, ada.id, { challengeId: "softmax", shown: 0, most: 3 }, NOON),
  ],
  ["was given up", ({ db, ada }: Place) => giveUp(db, ada, { challengeId: "softmax", minutes: 15 }, NOON)],
] as const)("where the round %s, it is a round of its own", async ([, before], { place }) => {
  await before(place);
  const logged = await place.db.log.count();
  await record(place, await sit(place), { passed: true });
  const work = await workOf(place);
  expect(work).toMatchObject({ round: 2, form: "whole", hints: 0, gaveUpAt: null, solvedAt: END });
  const log = await place.db.log.findMany({ orderBy: { seq: "asc" } });
  expect(log).toHaveLength(logged + 1);
  expect(log.at(-1)).toMatchObject({ kind: "review", at: END });
  expect(work.gradedBy).toBe(log.at(-1)?.seq);
});
