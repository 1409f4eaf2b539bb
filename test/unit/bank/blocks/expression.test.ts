import { describe, expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (...lines: string[]) =>
  read([":::expression{#a}", ...lines, ":::"].join("\n")).problems.map(({ line, message }) => `${line}: ${message}`);

describe("an expression block", () => {
  test("gives its symbols with their ranges, the right formula, wrong ones and the explanation", () => {
    const { drafts, problems } = read(`:::expression{#corrected-moment}
Write the corrected moment
by $m$, $\\beta$ and $t$.
- m: −2 to 2
- β: 0.5 to .99
- t: 1, 2, 5
= m/(1 − β^t)
! m {m=no-bias-correction}
! m/(1 − β)
  > Right at the first
  > step only.
> The weights add up to
> one.
:::`);
    expect(problems).toEqual([]);
    expect(drafts).toEqual([
      {
        rule: "authored",
        head: "corrected-moment",
        line: 1,
        text: expect.any(String),
        title: "corrected moment",
        kind: "expression",
        stem: "Write the corrected moment\nby $m$, $\\beta$ and $t$.",
        symbols: { m: { above: -2, below: 2 }, β: { above: 0.5, below: 0.99 }, t: { values: [1, 2, 5] } },
        key: "m/(1 − β^t)",
        wrong: [
          { formula: "m", misconception: "no-bias-correction" },
          { formula: "m/(1 − β)", why: "Right at the first\nstep only." },
        ],
        explanation: "The weights add up to\none.",
      },
    ]);
  });

  test.each([
    ["without a question", ["- z: 0 to 1", "= z"], "1: an expression needs a question before its symbols"],
    ["without symbols", ["Q", "= 2"], "1: an expression needs its symbols, as in - z: -3 to 3"],
    ["without a right formula", ["Q", "- z: 0 to 1"], "1: an expression has one right formula (= …), not 0"],
    ["with two of them", ["Q", "- z: 0 to 1", "= z", "= z^2"], "1: an expression has one right formula (= …), not 2"],
    ["with an empty range", ["Q", "- z: 3 to 3", "= 1"], "3: z: the interval from 3 to 3 is empty"],
    [
      "with a range in words",
      ["Q", "- z: any number", "= 1"],
      '3: z: "any number" is neither an interval (-3 to 3) nor a list of numbers (1, 2, 5)',
    ],
    ["with a symbol twice", ["Q", "- z: 0 to 1", "- z: 1, 2", "= z"], "4: z already has a range"],
    [
      "with a symbol that can't be read",
      ["Q", "- z: 0 to 1", "- +: 0 to 1", "= z"],
      '1: "+" can\'t be the name of a symbol',
    ],
    [
      "with an unknown symbol in the key",
      ["Q", "- z: 0 to 1", "= q"],
      "4: q: “q” at character 1 is not known here. The only symbol here is z.",
    ],
    [
      "with a key that might mean something else",
      ["Q", "- z: 0 to 1", "= 1/2 z"],
      "4: 1/2 z: “z” at character 5 was read as a factor beside the fraction, not below its line.",
    ],
    [
      "with a key that has no values",
      ["Q", "- z: 0 to 1", "= log(-z)"],
      "4: log(-z) has values at too few points of its symbols' ranges",
    ],
    [
      "with a wrong formula that is right",
      ["Q", "- z: 0 to 1", "= z(1-z)", "! z - z^2 {m=a}"],
      "5: z - z^2 is not told from the right formula",
    ],
    [
      "with one wrong formula for two misconceptions",
      ["Q", "- z: 0 to 1", "= 1", "! z {m=a}", "! |z| {m=b}"],
      "6: |z| is not told from z, which is wrong for another reason",
    ],
    [
      "with a wrong formula that says nothing",
      ["Q", "- z: 0 to 1", "= 1", "! z"],
      "5: z needs what it shows ({m=…}) or why it is wrong (  > …)",
    ],
    [
      "with a misconception at the right formula",
      ["Q", "- z: 0 to 1", "= z {m=a}"],
      "4: the right formula shows no misconception: remove {m=…}",
    ],
    [
      "with the right formula last",
      ["Q", "- z: 0 to 1", "! z {m=a}", "= 1"],
      "5: the right formula (= …) stands before the wrong ones",
    ],
    [
      "with a reason at the right formula",
      ["Q", "- z: 0 to 1", "= z", "  > why"],
      "5: a reason (  > …) stands below its wrong formula (! …)",
    ],
    [
      "with a stray line",
      ["Q", "- z: 0 to 1", "= z", "and so on"],
      '5: "and so on" is neither a symbol (- z: -3 to 3), a formula (= … or ! …), a reason (  > …) nor the explanation (> …)',
    ],
  ])("%s is said with its line", (_, lines, complaint) => {
    expect(complaints(...lines)).toContain(complaint);
  });

  test("lets two wrong formulas of one misconception be the same function on the ranges given", () => {
    expect(complaints("Q", "- z: 0 to 1", "= 1", "! z {m=a}", "! |z| {m=a}")).toEqual([]);
  });
});
