import { describe, expect, test } from "vitest";
import { chooseDistractors } from "#lib/bank/distractors.ts";
import {
  authoredRefusals,
  distinctOptions,
  exactlyOneKey,
  fingerprint,
  keyNotLongest,
  lengthRatio,
  nearDuplicate,
  noSharedRareWord,
  nothingDangling,
  optionType,
  positiveStem,
  refusal,
  sameType,
  unsureSource,
} from "#lib/bank/filters.ts";

/** A choice whose first option is the key. */
const choice = (stem: string, ...options: string[]) => ({
  stem,
  options: options.map((text, i) => ({ text, correct: i === 0 })),
});

describe("filters", () => {
  test("a sound question passes all", () => {
    expect(
      refusal(
        choice("How large is the first step?", "$\\eta$", "$\\eta\\,|g|$", "about $3.16\\,\\eta$", "$0.1\\,\\eta$"),
      ),
    ).toBeNull();
  });

  test("exactly one key", () => {
    expect(
      exactlyOneKey({
        stem: "?",
        options: [
          { text: "a", correct: true },
          { text: "b", correct: true },
        ],
      }),
    ).toBe("2 options are right, expected 1");
  });

  test("a key visibly longer than three of its distractors is refused, even beside a longer fourth", () => {
    const long = "it is applied once per example of the batch";
    expect(keyNotLongest(choice("?", long, "never", "by layer", "at the end"))).toBe(
      "the key looks longest: 43 characters, and beside it at most 10",
    );
    expect(
      keyNotLongest(choice("?", long, "never", "by layer", "at the end", `${long}, which is longer`)),
    ).not.toBeNull();
    expect(keyNotLongest(choice("?", "a little more", "a little one", "some", "none"))).toBeNull();
  });

  test("a key much shorter than the rest is refused, a few characters are not seen", () => {
    const [a, b, c] = [
      "it scales every gradient by the norm",
      "it shifts every weight by the mean of all",
      "it adds one layer",
    ];
    expect(lengthRatio(choice("?", "it halves", a ?? "", b ?? "", c ?? ""))).toBe(
      "the key's length is 0.29 times the others' mean, expected 0.5 to 1.6",
    );
    expect(lengthRatio(choice("?", "0", "0.5", "1", "no limit"))).toBeNull();
  });

  test("formulas are measured by what is seen, not by their TeX", () => {
    expect(keyNotLongest(choice("?", "$\\boldsymbol{\\theta}$", "$w + b$", "$2 w$", "$w b x$"))).toBeNull();
  });

  test("a rare word in stem and key alone is refused; an everyday or shared one is not", () => {
    expect(noSharedRareWord(choice("What does momentum collect?", "a momentum of slopes", "noise", "weights"))).toBe(
      '"momentum…" stands in the question and in the key alone',
    );
    expect(
      noSharedRareWord(choice("What does momentum collect?", "its momentum", "the momenta", "momentum's sign")),
    ).toBeNull();
    expect(noSharedRareWord(choice("What does a gradient say?", "where the gradient points", "nothing"))).toBeNull();
    expect(noSharedRareWord(choice("What is a CNN good at?", "what CNNs see", "series"))).toContain("cnn");
  });

  test("options that read the same are refused, those that differ in a sign are not", () => {
    expect(distinctOptions(choice("?", "$a b$", "$ab$", "c"))).toBe('two options are the same: "ab"');
    expect(distinctOptions(choice("?", "-0.5", "0.5", "5"))).toBeNull();
  });

  test("types of options", () => {
    expect(
      ["269,322", "0.5", "12 %", "about twice as long", "$W^\\top x$", "`step()`", "x · Φ(x)", "−∞"].map(optionType),
    ).toEqual(["number", "number", "number", "words", "formula", "code", "formula", "number"]);
    expect(sameType(choice("?", "0.5", "rises", "falls", "stays"))).toBe('the key alone is of type number: "0.5"');
    expect(sameType(choice("?", "0.5", "rises", "1", "stays"))).toBeNull();
  });

  test("what points outside the question is refused", () => {
    expect(nothingDangling(choice("As shown above, what follows?", "a", "b"))).toBe(
      '"As shown above" points outside the question',
    );
    expect(nothingDangling(choice("What follows?", "all of the above", "b"))).toBe(
      '"all of the above" points outside the question',
    );
    expect(nothingDangling(choice("A norm above 1: what follows?", "a", "b"))).toBeNull();
  });

  test("an authored stem does not ask for the exception", () => {
    expect(positiveStem(choice("Which of these is not a loss?", "a", "b"))).not.toBeNull();
    expect(positiveStem(choice("Why is the mean not enough?", "a", "b"))).toBeNull();
    expect(authoredRefusals(choice("Which is never used?", "a", "a", "b")).length).toBe(2);
  });

  test("negated and hedged sentences are no source of truth", () => {
    expect(unsureSource("ReLU might help here.")).toBe('"might": a hedged sentence');
    expect(unsureSource("It does not saturate.")).toBe('"not": a negated sentence');
    expect(unsureSource("It halves the step.")).toBeNull();
  });

  test("near-duplicates share four words in five of both question and answer", () => {
    const print = (stem: string, key: string) =>
      fingerprint({
        kind: "choice",
        rule: "r",
        head: "h",
        line: 1,
        text: "",
        title: "t",
        stem,
        options: [{ text: key, correct: true }],
      });
    expect(
      nearDuplicate(print("What is the range of tanh?", "(-1, 1)"), print("What is the range of a tanh?", "(-1, 1)")),
    ).toBe(true);
    expect(
      nearDuplicate(print("What is the range of tanh?", "(-1, 1)"), print("What is the range of tanh?", "(0, 1)")),
    ).toBe(false);
  });
});

describe("distractors", () => {
  test("they are of the key's type and near its length, whatever the order of the candidates", () => {
    const pool = ["0.1", "two numbers", "one number", "no numbers at all", "a very long story about numbers", "$x$"];
    const chosen = chooseDistractors("How many?", "some numbers", pool);
    expect(chosen).toEqual(chooseDistractors("How many?", "some numbers", [...pool].reverse()));
    expect("distractors" in chosen && [...chosen.distractors].sort()).toEqual([
      "no numbers at all",
      "one number",
      "two numbers",
    ]);
  });

  test("too few of the key's type is a reason", () => {
    expect(chooseDistractors("How many?", "0.5", ["one", "two", "3"])).toEqual({
      reason: "1 options of the same type beside the key, needed 3",
    });
  });
});
