import { expect, test } from "vitest";
import { fastestQuarter, gradeOf, gradeOfCode, gradeOfRubric, type Verification } from "#lib/schedule/grade.ts";

const right: Verification = { verdict: "right", hints: 0, guessed: false, slip: false };

test("right unaided is Good", () => {
  expect(gradeOf(right)).toBe("good");
});

test("wrong, or revealed whatever else happened, is Again", () => {
  expect(gradeOf({ ...right, verdict: "wrong" })).toBe("again");
  expect(gradeOf({ ...right, verdict: "wrong", hints: 2, guessed: true })).toBe("again");
  expect(gradeOf({ ...right, verdict: "revealed" })).toBe("again");
  expect(gradeOf({ ...right, verdict: "revealed", slip: true })).toBe("again");
});

test("right after a hint, or right but called a guess, is Hard", () => {
  expect(gradeOf({ ...right, hints: 1 })).toBe("hard");
  expect(gradeOf({ ...right, guessed: true })).toBe("hard");
});

test("a slip is Hard, though the result it led to is wrong", () => {
  expect(gradeOf({ ...right, verdict: "wrong", slip: true })).toBe("hard");
  expect(gradeOf({ ...right, slip: true })).toBe("hard");
});

test("Easy needs to be enabled, unaided, and within the fastest quarter of enough times", () => {
  const easy = { enabled: true, seconds: 12, fastestQuarter: 12 };
  expect(gradeOf({ ...right, easy })).toBe("easy");
  expect(gradeOf({ ...right, easy: { ...easy, enabled: false } })).toBe("good");
  expect(gradeOf({ ...right, easy: { ...easy, seconds: 12.1 } })).toBe("good");
  expect(gradeOf({ ...right, easy: { ...easy, fastestQuarter: null } })).toBe("good");
  expect(gradeOf({ ...right, hints: 1, easy })).toBe("hard");
  expect(gradeOf({ ...right, verdict: "wrong", easy })).toBe("again");
});

test("the fastest quarter is of the learner's own times, and needs four", () => {
  expect(fastestQuarter([30, 10, 20])).toBe(null);
  expect(fastestQuarter([40, 10, 30, 20])).toBe(10);
  expect(fastestQuarter([80, 70, 60, 50, 40, 30, 20, 10])).toBe(20);
});

test("a rubric met in full is Good, by half Hard, by less Again", () => {
  expect(gradeOfRubric(4, 4)).toBe("good");
  expect(gradeOfRubric(3, 4)).toBe("hard");
  expect(gradeOfRubric(2, 4)).toBe("hard");
  expect(gradeOfRubric(1, 4)).toBe("again");
  expect(gradeOfRubric(1, 3)).toBe("again");
  expect(gradeOfRubric(0, 1)).toBe("again");
  expect(() => gradeOfRubric(0, 0)).toThrow("Rubric met 0 of 0 points");
  expect(() => gradeOfRubric(5, 4)).toThrow("Rubric met 5 of 4 points");
});

test("a challenge is Good in twice its minutes and without hints, Hard beyond, and Again when it failed", () => {
  const solved = { verdict: "passed", hints: 0, seconds: 1200, minutes: 10 } as const;
  expect(gradeOfCode(solved)).toBe("good");
  expect(gradeOfCode({ ...solved, seconds: 1201 })).toBe("hard");
  expect(gradeOfCode({ ...solved, hints: 1 })).toBe("hard");
  expect(gradeOfCode({ ...solved, verdict: "failed" })).toBe("again");
  expect(gradeOfCode({ ...solved, verdict: "revealed", hints: 0 })).toBe("again");
});
