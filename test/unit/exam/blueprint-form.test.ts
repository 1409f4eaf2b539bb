import { expect, test } from "vitest";
import { askedInWords, blueprintOf, titleOf } from "#app/exam/blueprint-form.ts";

const own = { preset: "own", questions: "20", minutes: "40" };

test("a preset is taken as it stands, whatever else the form says", () => {
  expect(blueprintOf({ preset: "check", questions: "99" })).toEqual({
    kind: "chosen",
    preset: "check",
    blueprint: { minutes: 10, questions: 6, challenges: 0 },
  });
});

test("a coding round is two challenges in the minutes they are given", () => {
  expect(blueprintOf({ preset: "coding" })).toMatchObject({
    blueprint: { minutes: null, questions: 0, challenges: 2 },
  });
});

test("names that are no presets are not offered", () => {
  expect(blueprintOf({ preset: "toString" }).kind).toBe("problem");
  expect(blueprintOf({}).kind).toBe("problem");
});

test("an exam of one's own has its areas and kinds", () => {
  const values = { ...own, "area a": "2", "area b": "", "area c": "0.5", "kind choice": "on", "kind numeric": "on" };
  expect(blueprintOf(values)).toEqual({
    kind: "chosen",
    preset: "own",
    blueprint: {
      minutes: 40,
      questions: 20,
      challenges: 0,
      areas: { a: 2, b: 0, c: 0.5 },
      kinds: { choice: 1, numeric: 1 },
    },
  });
});

test("without any named, areas weigh what they weigh, and kinds come as they are in the bank", () => {
  expect(blueprintOf(own)).toMatchObject({ blueprint: { minutes: 40, questions: 20, challenges: 0 } });
  expect(blueprintOf(own)).not.toHaveProperty("blueprint.areas");
  expect(blueprintOf(own)).not.toHaveProperty("blueprint.kinds");
});

test.each([
  [{ minutes: "4" }, "Minutes: a whole number from 5 to 240."],
  [{ minutes: "1e2" }, "Minutes: a whole number from 5 to 240."],
  [{ questions: "0" }, "An exam asks at least one question or challenge."],
  [{ questions: "many" }, "Questions: a whole number from 0 to 120."],
  [{ challenges: "5" }, "Challenges: a whole number from 0 to 4."],
  [{ "area a": "-1" }, "Shares of areas: numbers from 0 to 100."],
  [{ "area a": "0" }, "At least one area needs a share above 0."],
])("%j is refused in words", (given, message) => {
  expect(blueprintOf({ ...own, ...given })).toEqual({ kind: "problem", message });
});

test("challenges may be asked beside questions, or alone", () => {
  expect(blueprintOf({ ...own, challenges: "1" })).toMatchObject({ blueprint: { questions: 20, challenges: 1 } });
  const alone = blueprintOf({ ...own, questions: "0", challenges: "2" });
  expect(alone).toMatchObject({ blueprint: { minutes: 40, questions: 0, challenges: 2 } });
});

test("what is asked is told in words", () => {
  const words = [
    [24, 0],
    [1, 1],
    [0, 2],
    [0, 0],
  ].map(([questions, challenges]) => askedInWords({ questions, challenges }));
  expect(words).toEqual(["24 questions", "1 question and 1 challenge", "2 challenges", ""]);
});

test("what is no preset is called an exam of one's own", () => {
  expect([titleOf("long"), titleOf("own")]).toEqual(["Long mock exam", "Own exam"]);
});
