import { undoLatest } from "#app/_data/answers.ts";
import { readCalibration } from "#app/_data/calibration.ts";
import type { Certainty } from "#lib/grade/verdict.ts";
import { after, answer, answerServing, ask, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";

test("what is expected of an answer is kept with it: recall just before, and the days since the last review", async ({
  place: { db, ada },
}) => {
  await answer(db, ada, "neuron/bias", { at: NOON, grade: "good" });
  await answer(db, ada, "neuron/bias", { at: after(10 * MINUTE) });
  const card = await db.card.findFirstOrThrow();
  await answer(db, ada, "neuron/bias", { at: after(2 * DAY) });
  const rows = await db.log.findMany({ orderBy: { seq: "asc" }, select: { predicted: true, elapsed: true } });
  expect(rows[0]).toEqual({ predicted: null, elapsed: null });
  expect(rows[1]).toEqual({ predicted: 1, elapsed: 0 });
  // FSRS-6: R(t, S) = (1 + (0.9^(−1/w₂₀) − 1)·t/S)^(−w₂₀), w₂₀ = 0.1542
  const curve = (1 + ((0.9 ** (-1 / 0.1542) - 1) * 2) / card.stability) ** -0.1542;
  expect(rows[2].elapsed).toBe(2);
  expect(rows[2].predicted).toBeCloseTo(curve, 6);
});

test("calibration counts answers by what was said, undone ones and practice left out", async ({
  place: { db, ada },
}) => {
  const given: [string, Certainty | null, "good" | "again"][] = [
    ["neuron/bias", 3, "good"],
    ["neuron/weight", 3, "again"],
    ["neuron/gain", 1, "again"],
    ["neuron/slope", null, "good"],
    ["layer/rank", 2, "good"],
  ];
  for (const [i, [itemId, certainty, grade]] of given.entries())
    await answer(db, ada, itemId, { at: after(i * MINUTE), certainty, grade });
  await undoLatest(db, ada, await db.session.findFirstOrThrow(), after(9 * MINUTE));
  const scope = { concepts: ["network"], title: "network", minutes: null };
  await db.session.create({ data: { learnerId: "ada", startedAt: after(10 * MINUTE), mode: "cram", scope } });
  await answerServing(db, ada, await ask(db, ada, "network/depth", after(11 * MINUTE)), { certainty: 3 });
  const { answers, levels, recall } = await readCalibration(db, "ada");
  expect(answers).toBe(4);
  expect(levels.map(({ level, n, hits }) => [level, n, hits])).toEqual([
    [1, 1, 0],
    [2, 0, 0],
    [3, 2, 1],
    [null, 1, 1],
  ]);
  expect(recall).toEqual([]);
});

test("expected recall is held against what was recalled where a day or more lay between", async ({
  place: { db, ada },
}) => {
  for (const itemId of ["neuron/bias", "neuron/weight", "neuron/gain"]) await answer(db, ada, itemId);
  await answer(db, ada, "neuron/bias", { at: after(2 * DAY) });
  await answer(db, ada, "neuron/weight", { at: after(2 * DAY), grade: "again" });
  await answer(db, ada, "neuron/weight", { at: after(2 * DAY + 11 * MINUTE) });
  await answer(db, ada, "neuron/gain", { at: after(60 * DAY), grade: "again" });
  const { recall } = await readCalibration(db, "ada");
  expect(recall.map(({ from, to, n, hits }) => [from, to, n, hits])).toEqual([
    [0.5, 0.7, 1, 0],
    [0.9, 0.95, 2, 1],
  ]);
  const [late, soon] = await db.log.findMany({ where: { elapsed: { gt: 0 } }, orderBy: { predicted: "asc" } });
  expect(recall[0].expected).toBe(late.predicted);
  expect(recall[1].expected).toBeCloseTo(soon.predicted ?? 0, 12);
});

test("before the first answer there is nothing to say", async ({ place: { db } }) => {
  expect(await readCalibration(db, "ada")).toMatchObject({ answers: 0, recall: [] });
});
