import { describe, expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (...lines: string[]) =>
  read([":::match{#a}", ...lines, ":::"].join("\n")).problems.map(({ line, message }) => `${line}: ${message}`);
const TABLE = ["| optimizer | state |", "|-|-|", "| SGD | none |", "| RMSProp | one |", "| Adam | two |"];

describe("a match block", () => {
  test("gives its rows, texts that fit nothing, mistakes with their reasons, and explanation", () => {
    const { drafts, problems } = read(`:::match{#memory}
What is kept?

| optimizer | state per weight |
|:-|-:|
| SGD | none |
| $\\lvert g \\rvert$ \\| sign | none |
| Adam | two |
| | three |

- Adam | three {m=three-states}
  > AMSGrad keeps
  > a third.
- SGD | two
> Count them.
:::`);
    expect(problems).toEqual([]);
    expect(drafts).toEqual([
      {
        rule: "authored",
        head: "memory",
        line: 1,
        text: expect.any(String),
        title: "memory",
        kind: "match",
        stem: "What is kept?",
        pairs: [
          { left: "SGD", right: "none" },
          { left: "$\\lvert g \\rvert$ | sign", right: "none" },
          { left: "Adam", right: "two" },
        ],
        extra: ["three"],
        mistakes: [
          { left: "Adam", right: "three", misconception: "three-states", why: "AMSGrad keeps\na third." },
          { left: "SGD", right: "two" },
        ],
        explanation: "Count them.",
      },
    ]);
  });

  test("asks by its headers when it has no question", () => {
    expect(read([":::match{#a}", ...TABLE, ":::"].join("\n")).drafts).toMatchObject([
      { stem: "Match each *optimizer* with its *state*.", extra: [], mistakes: [] },
    ]);
  });

  test("says what is malformed in the table with its line", () => {
    expect(complaints("Match.", "- a | b")).toEqual([
      "1: a match needs a table of two columns: | … | … |, |-|-|, and its rows",
    ]);
    expect(complaints(...TABLE.filter((line) => line !== "|-|-|"))).toEqual([
      "2: a match needs a table of two columns: | … | … |, |-|-|, and its rows",
    ]);
    expect(complaints(...TABLE, "| SGD | two | more |", "| Adagrad | |", "| | two |")).toEqual([
      "7: a row has two cells, this one has 3",
      '7: "SGD" already stands in line 4',
      "8: a row needs a right side; only the left may be empty, for one that fits nothing",
      '9: "two" does fit a row',
    ]);
    expect(complaints("| optimizer | |", "|-|-|", "| SGD | none |", "| Sign | none |")).toEqual([
      "2: both columns need a header",
      "1: a match has 3 to 7 rows with a left side, this one has 2",
      "1: a match has 2 to 8 different texts on the right, this one has 1",
    ]);
  });

  test("says what is malformed around the table with its line", () => {
    expect(
      complaints(
        "> early",
        ...TABLE,
        "stray",
        "- Adam",
        "- Adam | two",
        "- Lion | two",
        "- Adam | four",
        "> end",
        "| Lion | one |",
      ),
    ).toEqual([
      "2: a > line before the table: the explanation stands at the end",
      '8: "stray" is no row (| … | … |), mistake (- left | right), reason (  > …) or explanation (> …)',
      "9: a mistake is written - left | right {m=misconception}",
      "14: the table stands before mistakes and explanation",
      '9: "" stands nowhere on the right',
      "10: this match is right, not a mistake",
      '12: "four" stands nowhere on the right',
    ]);
  });
});
