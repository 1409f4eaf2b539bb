import { describe, expect, test } from "vitest";
import { DEFAULT_PARAMETERS, type Grade, scheduleContext } from "#lib/schedule/card.ts";
import { MemoryModel } from "#lib/schedule/memory-model.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { rate } from "#lib/schedule/rate.ts";
import { recallAfter } from "#lib/schedule/retrievability.ts";

const DAY = 86_400_000;
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const model = new MemoryModel(DEFAULT_PARAMETERS);
const GRADES: Grade[] = ["again", "hard", "good", "easy"];

describe("looking ahead by plain formulas gives what rating by ts-fsrs gives", () => {
  test.each(GRADES)("for a first answer graded %s", (grade) => {
    const card = rate(null, grade, onDay(0));
    expect(model.first(grade).stability).toBeCloseTo(card.stability, 6);
    expect(model.first(grade).difficulty).toBeCloseTo(card.difficulty, 6);
  });

  test.each(GRADES)("for reviews graded %s, of any stability, difficulty and delay", (grade) => {
    for (const stability of [0.05, 0.2, 1, 7, 60, 900])
      for (const difficulty of [1, 4.5, 10])
        for (const elapsed of [1, 3, 20, 200]) {
          const before = placedCard({ stability, difficulty }, onDay(-elapsed));
          const card = rate(before, grade, onDay(0));
          const after = model.after(before, grade, model.recall(elapsed, stability));
          expect(after.stability / card.stability).toBeCloseTo(1, 5);
          expect(after.difficulty).toBeCloseTo(card.difficulty, 6);
        }
  });

  test.each(GRADES)("for one more answer graded %s on the same day", (grade) => {
    for (const stability of [0.2, 3, 40]) {
      const before = { ...placedCard({ stability, difficulty: 6 }, onDay(0)), state: "relearning" as const };
      const card = rate(before, grade, onDay(0));
      expect(model.afterStep(before, grade).stability / card.stability).toBeCloseTo(1, 5);
      expect(model.afterStep(before, grade).difficulty).toBeCloseTo(card.difficulty, 6);
    }
  });

  test("for recall, which is whole on the day of the answer", () => {
    expect(model.recall(0, 5)).toBe(1);
    expect(model.recall(5, 5)).toBeCloseTo(0.9, 9);
    expect(model.recall(30, 5)).toBeCloseTo(recallAfter(30, 5, DEFAULT_PARAMETERS), 7);
  });
});
