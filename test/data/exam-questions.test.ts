import { saveQuestion } from "#app/_data/exam-questions.ts";
import { expect, makeLearner, test } from "./drill-test.ts";
import { begin, clockAt, handIn, questionsOf, rightAt, type, wrongAt } from "./exam-test.ts";

test("an answer is kept as it was typed, with when and how long", async ({ place }) => {
  const exam = await begin(place);
  const value = await rightAt(place, exam, 2);
  expect(await type(place, exam, { place: 2, value, at: 30, seconds: 12 })).toEqual({
    kind: "saved",
    spent: 30,
    answer: { value, typedAt: 30_000 },
  });
  expect((await questionsOf(place, exam))[2]).toMatchObject({ answer: value, typedAt: 30_000, seconds: 12 });
});

test("of two tabs the answer typed later stays, whichever arrives first", async ({ place }) => {
  const { db, ada } = place;
  const exam = await begin(place);
  const [right, wrong] = [await rightAt(place, exam, 0), await wrongAt(place, exam, 0)];
  const send = (value: typeof right, typedAt: number, at: number) =>
    saveQuestion(db, ada.id, exam.id, { place: 0, answer: { value, typedAt }, seconds: 1 }, clockAt(at));
  await send(right, 50_000, 51);
  expect(await send(wrong, 40_000, 52)).toMatchObject({ answer: { value: right, typedAt: 50_000 } });
  expect((await questionsOf(place, exam))[0].answer).toEqual(right);
  await send(wrong, 60_000, 61);
  expect((await questionsOf(place, exam))[0].answer).toEqual(wrong);
});

test("a tab that says to be ahead of the exam's time does not stay ahead", async ({ place }) => {
  const exam = await begin(place);
  const [right, wrong] = [await rightAt(place, exam, 0), await wrongAt(place, exam, 0)];
  const ahead = { value: right, typedAt: 9_999_999 };
  await saveQuestion(place.db, "ada", exam.id, { place: 0, answer: ahead, seconds: 1 }, clockAt(20));
  expect((await questionsOf(place, exam))[0].typedAt).toBe(20_000);
  await type(place, exam, { place: 0, value: wrong, at: 30 });
  expect((await questionsOf(place, exam))[0].answer).toEqual(wrong);
});

test("flag, skip and certainty leave an answer alone, and an answer leaves them", async ({ place }) => {
  const { db, ada } = place;
  const exam = await begin(place);
  const value = await rightAt(place, exam, 1);
  await type(place, exam, { place: 1, value, at: 10, seconds: 8 });
  await saveQuestion(db, ada.id, exam.id, { place: 1, flagged: true, certainty: 3, seconds: 0 }, clockAt(11));
  await saveQuestion(db, ada.id, exam.id, { place: 1, skipped: true, seconds: 0 }, clockAt(12));
  expect((await questionsOf(place, exam))[1]).toMatchObject({
    answer: value,
    flagged: true,
    skipped: true,
    certainty: 3,
    seconds: 8,
  });
  await type(place, exam, { place: 1, value: null, at: 13 });
  expect((await questionsOf(place, exam))[1]).toMatchObject({ answer: null, flagged: true, skipped: true });
});

test("seconds looked at only grow, and not beyond what has passed", async ({ place }) => {
  const exam = await begin(place);
  const seconds = async () => (await questionsOf(place, exam))[0].seconds;
  await type(place, exam, { place: 0, value: null, at: 30, seconds: 25 });
  await type(place, exam, { place: 0, value: null, at: 31, seconds: 5 });
  expect(await seconds()).toBe(25);
  await type(place, exam, { place: 0, value: null, at: 32, seconds: 4000 });
  expect(await seconds()).toBe(32);
});

test("an answer that arrives within three seconds of the end is taken, a later one is not", async ({ place }) => {
  const exam = await begin(place);
  const value = await rightAt(place, exam, 0);
  expect((await type(place, exam, { place: 0, value, at: 603 })).kind).toBe("saved");
  expect(await type(place, exam, { place: 1, value: await rightAt(place, exam, 1), at: 604 })).toEqual({
    kind: "over",
  });
  expect((await questionsOf(place, exam))[1].answer).toBe(null);
});

test("after it was handed in nothing is taken any more", async ({ place }) => {
  const exam = await begin(place);
  const value = await rightAt(place, exam, 0);
  await handIn(place, exam, clockAt(60));
  expect(await type(place, exam, { place: 0, value, at: 61 })).toEqual({ kind: "over" });
  expect((await questionsOf(place, exam))[0].answer).toBe(null);
});

test("what was not asked, another kind of answer and another's exam are refused", async ({ place }) => {
  const { db } = place;
  const exam = await begin(place);
  expect(await type(place, exam, { place: 6, value: null, at: 5 })).toEqual({ kind: "refused" });
  expect(await type(place, exam, { place: 0, value: { kind: "bug", line: 1 }, at: 5 })).toEqual({ kind: "refused" });
  await makeLearner(db, "bob");
  expect(await saveQuestion(db, "bob", exam.id, { place: 0, seconds: 1 }, clockAt(5))).toEqual({ kind: "over" });
});
