import { expect, test } from "vitest";
import { blueprintOf, titleOf } from "#app/exam/blueprint-form.ts";

const own = { preset: "own", questions: "20", minutes: "40" };

test("a preset is taken as it stands, whatever else the form says", () => {
  expect(blueprintOf({ preset: "check", questions: "99" })).toEqual({
    kind: "chosen",
    preset: "check",
    blueprint: { minutes: 10, questions: 6, challenges: 0 },
  });
});

test("the coding round and names that are no presets are not offered", () => {
  expect(blueprintOf({ preset: "coding" }).kind).toBe("problem");
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
  [{ questions: "0" }, "Questions: a whole number from 1 to 120."],
  [{ questions: "many" }, "Questions: a whole number from 1 to 120."],
  [{ "area a": "-1" }, "Shares of areas: numbers from 0 to 100."],
  [{ "area a": "0" }, "At least one area needs a share above 0."],
])("%j is refused in words", (given, message) => {
  expect(blueprintOf({ ...own, ...given })).toEqual({ kind: "problem", message });
});

test("what is no preset is called an exam of one's own", () => {
  expect([titleOf("long"), titleOf("own")]).toEqual(["Long mock exam", "Own exam"]);
});
