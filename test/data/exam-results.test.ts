import { readReadiness } from "#app/_data/exam-readiness.ts";
import { readResults, scoreOf } from "#app/_data/exam-results.ts";
import { previewExams } from "#app/_data/exam-preview.ts";
import { readNames } from "#app/_data/exam-names.ts";
import { beginExam, type Exam, findExam } from "#app/_data/exam-sittings.ts";
import { after, answer, DAY, expect, type Place, test } from "./drill-test.ts";
import { begin, clockAt, handIn, rightAt, SHORT, type, wrongAt } from "./exam-test.ts";

/** Answers as many questions rightly, and the rest wrongly, and hands in. */
async function answerAll(place: Place, exam: Exam, right: number, from = 0): Promise<void> {
  const count = await place.db.examQuestion.count({ where: { examId: exam.id } });
  for (let at = 0; at < count; at++) {
    const value = at < right ? await rightAt(place, exam, at) : await wrongAt(place, exam, at);
    await type(place, exam, { place: at, value, at: from + 10 + at, seconds: 10 });
  }
  await handIn(place, exam, clockAt(from + 60));
}

async function another(place: Place, days: number, seed = 2): Promise<Exam> {
  const begun = await beginExam(place.db, place.ada, { ...SHORT, seed }, clockAt(days * 86_400));
  const exam = "id" in begun && (await findExam(place.db, "ada", begun.id));
  if (!exam) throw new Error(begun.kind);
  return exam;
}

const readiness = async (place: Place, days: number) =>
  readReadiness(place.db, place.ada, {
    results: await readResults(place.db, "ada"),
    blueprint: SHORT.blueprint,
    on: after(days * DAY),
  });

test("a result has every question, with what became of it", async ({ place }) => {
  const exam = await begin(place);
  await type(place, exam, { place: 0, value: await rightAt(place, exam, 0), at: 20, seconds: 20 });
  await type(place, exam, { place: 1, value: await wrongAt(place, exam, 1), at: 50, seconds: 30 }, { certainty: 3 });
  expect(await readResults(place.db, "ada")).toEqual([]);
  await handIn(place, exam, clockAt(60));
  const results = await readResults(place.db, "ada");
  expect(results).toMatchObject([{ exam: { id: exam.id } }]);
  expect(results[0].answers).toMatchObject([
    { place: 0, areaId: "ground", outcome: "right", credit: 1, seconds: 20, certainty: null },
    { place: 1, areaId: "ground", outcome: "wrong", credit: 0, seconds: 30, certainty: 3 },
    ...[2, 3, 4, 5].map((at) => ({ place: at, outcome: "unanswered", seconds: 0 })),
  ]);
  expect(results[0].answers.map(({ kind, guess }) => [kind, guess])).toEqual(
    results[0].answers.map(({ kind }) => [kind, kind === "choice" ? 0.25 : 0]),
  );
  const { right, unanswered, confidentErrors } = scoreOf(results[0], results);
  expect([right.hits, right.n, unanswered, confidentErrors.map((one) => one.place)]).toEqual([1, 6, 4, [1]]);
  expect((await readNames(place.db, "ada", results[0])).areas).toEqual(new Map([["ground", "Ground"]]));
});

test("areas are pooled with exams before, not with those after", async ({ place }) => {
  await answerAll(place, await begin(place), 2);
  await answerAll(place, await another(place, 1), 6, 86_400);
  const results = await readResults(place.db, "ada");
  const [latest, first] = results.map((result) => scoreOf(result, results));
  expect(latest.areas).toMatchObject([{ areaId: "ground", right: 6, questions: 6, pooled: { hits: 8, n: 12 } }]);
  expect(first.areas).toMatchObject([{ areaId: "ground", right: 2, questions: 6, pooled: { hits: 2, n: 6 } }]);
});

test("readiness goes by what exams showed, and says how little that is", async ({ place }) => {
  expect(await readiness(place, 0)).toBe(null);
  await answerAll(place, await begin(place), 6);
  const good = await readiness(place, 0);
  expect(good?.answers).toBe(6);
  expect(good?.expected).toBeGreaterThan(0.7);
  expect(good?.band.low).toBeLessThan(good?.band.high ?? 0);
  expect((good?.nextExam.high ?? 0) - (good?.nextExam.low ?? 0)).toBeGreaterThan(0);
});

test("after wrong answers readiness is low: being asked in an exam is not taken for study", async ({ place }) => {
  await answerAll(place, await begin(place), 0);
  const bad = await readiness(place, 0);
  expect(bad?.expected).toBeLessThan(0.4);
  // Nothing was known that could be forgotten, and nothing was studied.
  expect((await readiness(place, 30))?.expected).toBe(bad?.expected);
});

test("study since an exam raises readiness", async ({ place }) => {
  const { db, ada } = place;
  for (const item of ["neuron/bias", "neuron/weight", "layer/width", "network/depth"])
    await answer(db, ada, item, { at: after(-20 * DAY) });
  await answerAll(place, await begin(place, { blueprint: { minutes: 10, questions: 9, challenges: 0 } }), 4);
  const before = await readiness(place, 1);
  for (const item of ["neuron/bias", "neuron/weight", "layer/width", "network/depth"])
    await answer(db, ada, item, { at: after(DAY / 2) });
  expect((await readiness(place, 1))?.expected).toBeGreaterThan((before?.expected ?? 1) + 0.02);
});

test("what is known is forgotten by a later date", async ({ place }) => {
  const { db, ada } = place;
  for (const item of ["neuron/bias", "neuron/weight", "layer/width", "network/depth"])
    await answer(db, ada, item, { at: after(-DAY) });
  await answerAll(place, await begin(place), 6);
  const [soon, late] = [await readiness(place, 1), await readiness(place, 120)];
  expect(late?.expected).toBeLessThan((soon?.expected ?? 0) - 0.02);
});

test("a preview says what would be asked, and writes nothing", async ({ place: { db } }) => {
  const [short, own] = await previewExams(db, "ada", [SHORT.blueprint, { ...SHORT.blueprint, areas: { ground: 0 } }]);
  expect(short).toMatchObject({ questions: 6, minutes: 10, areas: [{ id: "ground", questions: 6 }], notes: [] });
  expect(own).toMatchObject({ questions: 0, areas: [] });
  expect(await db.serving.count()).toBe(0);
});
