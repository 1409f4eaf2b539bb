import { describe, expect, test } from "vitest";
import { tensor } from "#engine/index.ts";
import { compare, type Expectable, expectedOf, type WantedDtype } from "#lib/challenge/compare.ts";
import { isClose, TOLERANCE } from "#lib/challenge/tolerance.ts";
import { differenceInWords } from "#lib/challenge/words.ts";
import { array, type Value } from "#lib/sandbox/value.ts";

function said(value: Value, expected: Expectable, dtype?: WantedDtype, language: "python" | "typescript" = "python") {
  const { difference, notes } = compare(value, expectedOf(expected), dtype);
  return difference
    ? differenceInWords(difference, language, "")
    : `right${notes.map((note) => ` (${note})`).join("")}`;
}

const row = [0.1, 0.2, 0.7];

describe("shapes", () => {
  test.each<[string, Value, Expectable, string]>([
    ["a lost axis", array([1, 2, 3]), [[1], [2], [3]], "returned shape (3,), expected (3, 1): keepdims"],
    ["an axis too many", array(row, [1, 3]), row, "returned shape (1, 3), expected (3,): an axis of length 1 too many"],
    [
      "transposed",
      array([1, 2, 3, 4, 5, 6], [3, 2]),
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
      "returned shape (3, 2), expected (2, 3): transposed",
    ],
    ["summed", array([1], []), row, "returned shape (), expected (3,): everything was summed into one number"],
    ["another length", array([1, 2]), row, "returned shape (2,), expected (3,)"],
    ["an array for a number", array([3]), 3, "returned shape (1,), expected (): an axis of length 1 too many"],
  ])("%s", (_, value, expected, words) => {
    expect(said(value, expected)).toBe(words);
  });

  test("in TypeScript, where there is no keepdims", () => {
    expect(said([1, 2], [[1], [2]], undefined, "typescript")).toBe(
      "returned shape (2,), expected (2, 1): an axis of length 1 is missing",
    );
  });

  test("rows of different lengths", () => {
    expect(
      said(
        [[1, 2], [3]],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toBe("returned rows of different lengths (2 and 1)");
  });
});

describe("kinds", () => {
  test.each<[string, Value, Expectable, string]>([
    ["None", null, row, "returned None: is a `return` missing?"],
    ["a word", "0.1", row, 'returned "0.1", expected an array of shape (3,)'],
    ["a function", { kind: "opaque", type: "function" }, 1, "returned a function, expected a number"],
    ["a tuple", { kind: "tuple", items: [1, 2] }, row, "returned (1, 2), expected an array of shape (3,)"],
    ["a list", row, row, "right (list)"],
    ["a bool for a bool", array([1], [], "bool"), true, "right"],
    ["the wrong bool", false, true, "returned False, expected True"],
  ])("%s", (_, value, expected, words) => {
    expect(said(value, expected)).toBe(words);
  });

  test("undefined is nothing, in TypeScript's words", () => {
    expect(said({ kind: "opaque", type: "undefined" }, row, undefined, "typescript")).toBe(
      "returned nothing: is a `return` missing?",
    );
  });
});

describe("several results", () => {
  const expected = expectedOf(1);
  const two = {
    kind: "results" as const,
    items: [
      ["dx", expected],
      ["dw", expected],
    ] as [string, typeof expected][],
  };

  test("are counted", () => {
    const { difference } = compare({ kind: "tuple", items: [1] }, two);
    expect(difference && differenceInWords(difference, "python", "")).toBe("returned 1 results, expected 2: dx, dw");
  });

  test("are named where one is wrong", () => {
    const { difference } = compare({ kind: "tuple", items: [1, 2] }, two);
    expect(difference && differenceInWords(difference, "python", "")).toBe("dw: returned 2, expected 1");
  });
});

describe("numbers", () => {
  test("says how many differ and where most", () => {
    expect(
      said(array([1, 2, 3.5, 4.1], [2, 2]), [
        [1, 2],
        [3, 4],
      ]),
    ).toBe("2 of 4 entries differ, most at [1, 0]: 3.5, expected 3 (0.5 off)");
  });

  test("says where a single one differs", () => {
    expect(said(array([1, 2, 4]), [1, 2, 3])).toBe("1 of 3 entries differs, at [2]: 4, expected 3 (1 off)");
  });

  test("gives as many digits as show a difference", () => {
    expect(said(1.00001, 1.000011)).toBe("returned 1.00001, expected 1.000011");
  });

  test("NaN is said as NaN", () => {
    expect(said(array([NaN, 1, NaN]), row)).toBe("NaN at [0], expected 0.1 (2 of 3 entries are NaN)");
    expect(said(NaN, 2)).toBe("NaN, expected 2");
  });

  test("infinities match themselves", () => {
    expect(said(array([-Infinity]), [-Infinity])).toBe("right");
    expect(said(Infinity, -Infinity)).toBe("returned ∞, expected −∞");
  });

  test("the tolerance is relative, with an absolute floor", () => {
    expect(isClose(1e6 + 0.05, 1e6, TOLERANCE.float64)).toBe(true);
    expect(isClose(1e6 + 0.2, 1e6, TOLERANCE.float64)).toBe(false);
    expect(isClose(5e-10, 0, TOLERANCE.float64)).toBe(true);
    expect(isClose(5e-9, 0, TOLERANCE.float64)).toBe(false);
    expect(isClose(1.00005, 1, TOLERANCE.float32)).toBe(true);
  });
});

describe("dtypes", () => {
  test("whole numbers pass where they are right", () => {
    expect(said(array([1, 2], [2], "int64"), [1, 2])).toBe("right");
    expect(said(array([1, 2], [2], "int64"), [1.5, 2])).toBe(
      "returned int64, which cuts off decimals; expected floats",
    );
  });

  test("wrong whole numbers where whole numbers are expected are said to differ", () => {
    expect(said(array([1, 2], [2], "int64"), [1, 3])).toBe("1 of 2 entries differs, at [1]: 2, expected 3 (1 off)");
  });

  test("float32 where float64 went in is said, unless any float will do", () => {
    expect(said(array([0.5], [1], "float32"), [0.5])).toBe("returned float32, expected float64");
    expect(said(array([0.50001], [1], "float32"), [0.5], "floating")).toBe("right");
    expect(said(array([0.5], [1], "float64"), [0.5], "float32")).toBe("returned float64, expected float32");
  });
});

test("expected numbers may be a tensor", () => {
  expect(said(array([1, 2]), tensor([1, 2]))).toBe("right");
});
