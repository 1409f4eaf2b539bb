import { expect, test } from "vitest";
import { presentVerdict, type SaidVerdict } from "#app/challenges/present-verdict.ts";
import { VerdictView } from "#app/challenges/verdict-view.ts";
import type { Difference, WrongValues } from "#lib/challenge/difference.ts";
import type { HiddenCase, VisibleCase } from "#lib/challenge/verdict.ts";

const seen = (name: string, state: VisibleCase["state"]): VisibleCase => ({ name, state, notes: [], printed: "" });
const unseen = (name: string, state: HiddenCase["state"], why: HiddenCase["why"] = null): HiddenCase => ({
  name,
  state,
  why,
});

function values(given: Partial<WrongValues>): Difference {
  return { where: null, kind: "values", shape: [2, 2], got: [], expected: [], wrong: [], worst: 0, nan: 0, ...given };
}

function failed(difference: Difference, hidden: HiddenCase[] | null = null): SaidVerdict {
  const first = { case: "one row", calls: ["softmax([[1, 2]])"], difference, printed: "" };
  return { kind: "failed", first, like: null, visible: [seen("one row", "failed")], hidden, printed: "" };
}

function present(verdict: SaidVerdict): VerdictView {
  // What is stored and sent is what the schema lets through.
  return VerdictView.parse(JSON.parse(JSON.stringify(presentVerdict(verdict, "python", "import numpy as np\nx = y"))));
}

test("entries that differ are marked and written in as many digits as show it", () => {
  const { first } = present(
    failed(values({ got: [1, 2, 3, 0.1234567], expected: [1, 2, 3, 0.1234568], wrong: [3], worst: 3 })),
  );
  expect(first?.words).toBe("1 of 4 entries differs, at [1, 1]: 0.1234567, expected 0.1234568 (1e−7 off).");
  expect(first?.numbers?.tables).toEqual([
    {
      title: "",
      rows: [
        [
          { got: "1", expected: "1", wrong: false },
          { got: "2", expected: "2", wrong: false },
        ],
        [
          { got: "3", expected: "3", wrong: false },
          { got: "0.1234567", expected: "0.1234568", wrong: true },
        ],
      ],
    },
  ]);
});

test("an array of three axes is shown as its matrices, each with its place", () => {
  const data = Array.from({ length: 8 }, (_, i) => i);
  const { first } = present(
    failed(values({ shape: [2, 2, 2], got: data, expected: [...data.slice(0, 7), 9], wrong: [7], worst: 7 })),
  );
  expect(first?.numbers?.tables.map(({ title }) => title)).toEqual(["[0, :, :]", "[1, :, :]"]);
  expect(first?.numbers?.tables[1]?.rows[1]?.[1]).toEqual({ got: "7", expected: "9", wrong: true });
});

test("of a large array twelve entries that differ are listed, and the others counted", () => {
  const got = Array.from({ length: 400 }, (_, i) => i);
  const wrong = got.filter((i) => i % 2 === 1);
  const { first } = present(
    failed(values({ shape: [20, 20], got, expected: got.map((x) => x + (x % 2)), wrong, worst: 1 })),
  );
  expect(first?.numbers?.tables).toEqual([]);
  expect(first?.numbers?.entries).toHaveLength(12);
  expect(first?.numbers?.entries[10]).toEqual({ at: "[1, 1]", got: "21", expected: "22" });
  expect(first?.numbers?.more).toBe(188);
});

test("a gradient check names what it compares", () => {
  const { first } = present(
    failed({
      ...values({ got: [1, 2, 3, 4], expected: [1, 2, 3, 5], wrong: [3], worst: 3 }),
      kind: "gradient",
    } as Difference),
  );
  expect(first?.numbers?.names).toEqual({ got: "Your backward pass", expected: "Differences of your forward pass" });
});

test("NaN, infinities and negative numbers survive being stored", () => {
  const { first } = present(
    failed(values({ got: [NaN, Infinity, -1, 0], expected: [1, 2, -1, 0], wrong: [0, 1], worst: 0, nan: 1 })),
  );
  expect(first?.numbers?.tables[0]?.rows.flat().map(({ got }) => got)).toEqual(["NaN", "∞", "−1", "0"]);
});

test("an exception has the learner’s line to go to", () => {
  const error = {
    type: "ValueError",
    message: "bad",
    frames: [{ line: 2, in: "softmax" }],
    omitted: 0,
    line: 2,
    column: null,
  };
  const { first } = present(failed({ where: null, kind: "threw", error }));
  expect(first).toMatchObject({ line: 2, frames: [{ line: 2, in: "softmax" }], numbers: null });
  expect(first?.words).toBe("Raised ValueError: bad in line 2 (`x = y`).");
});

test("a file that can’t be loaded says so, with its line", () => {
  const error = {
    type: "NameError",
    message: "name 'y' is not defined",
    frames: [],
    omitted: 0,
    line: 2,
    column: null,
  };
  expect(present({ kind: "unloadable", error, text: "x = y", printed: "" })).toMatchObject({
    headline: "The file could not be loaded",
    says: ["Raised NameError: name 'y' is not defined in line 2 (`x = y`)."],
    line: 2,
  });
});

test("when only hidden cases fail there is their name and the kind of fault, and nothing else", () => {
  const hidden = [unseen("huge logits", "failed", "values"), unseen("one class", "passed")];
  const view = present({
    ...failed(values({})),
    first: null,
    visible: [seen("one row", "passed")],
    hidden,
  } as SaidVerdict);
  expect(view.headline).toBe("The visible cases pass; 1 of 2 hidden ones fails");
  expect(view.hidden).toEqual([
    { name: "huge logits", state: "failed", why: "other numbers than expected" },
    { name: "one class", state: "passed", why: null },
  ]);
  expect(view.first).toBeNull();
});

test("a verdict with numbers of a hidden case can neither be stored nor sent", () => {
  const view = present(failed(values({}), [unseen("huge logits", "failed", "values")]));
  const [hidden] = view.hidden ?? [];
  expect(VerdictView.safeParse({ ...view, hidden: [{ ...hidden, got: [1] }] }).success).toBe(false);
});

test("an endless loop says after how long it was stopped, where, and at which call", () => {
  const during = { case: "one row", hidden: false, call: "softmax([[1, 2]])" };
  const ended = { kind: "ended", by: "timeout", limit: 5000, during, first: null, hidden: null, printed: "" } as const;
  expect(present({ ...ended, visible: [seen("one row", "unfinished")] })).toMatchObject({
    headline: "It took too long",
    says: ['Stopped after 5 seconds in the case "one row". Does a loop never end?'],
    call: "softmax([[1, 2]])",
  });
});

test("the fault whose numbers these are is named", () => {
  const like = { id: "no-shift", says: "without taking the maximum off: `exp` overflows" };
  expect(present({ ...failed(values({})), like } as SaidVerdict).like).toEqual({
    html: "without taking the maximum off: <code>exp</code> overflows",
    misconception: null,
  });
});
