import { expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";
import { texError } from "#lib/text/formulas.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

test("a cloze block gives a text with numbered blanks, in words and in formulas", () => {
  const { drafts, problems } = read(`:::cloze{#velocity}
The [[velocity]] fades: $v_t = [[\\beta]]\\, v_{t-1} + g_t$.

$$w_t = w_{t-1} [[-]] [[\\eta|lr]]\\, v_t$$
> In short.
:::`);
  expect(problems).toEqual([]);
  expect(drafts).toMatchObject([
    {
      rule: "authored",
      head: "velocity",
      kind: "cloze",
      cloze:
        "The [[1]] fades: $v_t = {\\boxed{\\,?_2\\,}}\\, v_{t-1} + g_t$.\n\n$$w_t = w_{t-1} {\\boxed{\\,?_3\\,}} {\\boxed{\\,?_4\\,}}\\, v_t$$",
      blanks: [["velocity"], ["\\beta"], ["-"], ["\\eta", "lr"]],
      reads: ["words", "formula", "formula", "formula"],
      explanation: "In short.",
    },
  ]);
});

test("a single blank needs no number, also in an exponent", () => {
  const { drafts } = read(":::cloze{#a}\nIt is $X^{[[\\top|T]]} dY$.\n:::");
  expect(drafts).toMatchObject([{ cloze: "It is $X^{{\\boxed{\\,?\\,}}} dY$." }]);
  expect(texError("X^{{\\boxed{\\,?\\,}}} dY")).toBeNull();
});

test("a cloze of words alone is one as the extraction makes it", () => {
  const { drafts } = read(":::cloze{#a}\nThe [[velocity|speed]] fades.\n:::");
  expect(drafts).toMatchObject([{ cloze: "The [[1]] fades.", blanks: [["velocity", "speed"]] }]);
  expect(drafts[0]).not.toHaveProperty("reads");
});

test("what is malformed in a cloze block is said with its line", () => {
  expect(complaints(":::cloze{#a}\nNo blank.\n:::")).toEqual(["1: a cloze needs a blank, as in [[answer]]"]);
  expect(complaints(":::cloze{#a}\nThe [[|speed]] fades.\n> In short.\nLate.\n:::")).toEqual([
    "4: the explanation (> …) stands after the text",
    "1: a blank without an answer",
  ]);
  expect(complaints(":::cloze{#a}\n$w = [[\\frac2n]]$\n:::")).toEqual([
    '1: "\\frac2n" can\'t be read as a formula; write it in light LaTeX, with braces',
  ]);
  expect(complaints(`:::cloze{#a}\n${"[[a]] ".repeat(7)}\n:::`)).toEqual(["1: a cloze has at most 6 blanks, not 7"]);
});
