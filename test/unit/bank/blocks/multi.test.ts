import { expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { multiRefusals } from "#lib/bank/filters.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

test("a multi block gives its stem, options, reasons, misconceptions and explanation", () => {
  const { drafts, problems } = read(`:::multi{#what-holds}
Which of these hold?
1. [x] one
   > So it is.
1. [x] two
1. [ ] three {m=three-too}
1. [ ] four
   > No.
> In short.
:::`);
  expect(problems).toEqual([]);
  expect(drafts).toMatchObject([
    {
      rule: "authored",
      head: "what-holds",
      kind: "multi",
      stem: "Which of these hold?",
      options: [
        { text: "one", correct: true, why: "So it is." },
        { text: "two", correct: true },
        { text: "three", correct: false, misconception: "three-too" },
        { text: "four", correct: false, why: "No." },
      ],
      explanation: "In short.",
    },
  ]);
});

test("what is malformed in a multi block is said with its line", () => {
  const options = (...marks: string[]) => marks.map((mark, i) => `1. [${mark}] option ${i}`).join("\n");
  expect(complaints(`:::multi{#a}\n${options("x", " ", "x")}\n:::`)).toEqual([
    "1: a multi needs a question before its options",
    "1: a multi needs 4 to 7 options, this one has 3",
  ]);
  expect(complaints(`:::multi{#a}\nWhich?\n${options("x", "x", "x", "x", " ", " ", " ", " ")}\n:::`)).toEqual([
    "1: a multi needs 4 to 7 options, this one has 8",
  ]);
  expect(complaints(`:::multi{#a}\nWhich?\n${options(" ", " ", " ", " ")}\n:::`)).toEqual([
    "1: at least one option of a multi is marked [x]",
  ]);
  expect(complaints(`:::multi{#a}\nWhich?\n${options("x", "x", "x", "x")}\n:::`)).toEqual([
    "1: at least one option of a multi is left [ ]",
  ]);
  expect(complaints(`:::multi{#a}\nWhich?\n${options("x", "x", " ", "*")}\n1. [x] right {m=no}\n:::`)).toEqual([
    "6: an option is marked [x] or [ ], not [*]",
    "7: the right option shows no misconception: remove {m=…}",
  ]);
});

test("options that hold must not be told by their length, nor the stem ask for the exception", () => {
  const multi = (stem: string, right: string) => ({
    stem,
    options: [
      { text: right, correct: true },
      { text: `${right} too`, correct: true },
      { text: "It falls.", correct: false },
      { text: "It stays.", correct: false },
    ],
  });
  expect(multiRefusals(multi("Which of these hold?", "It rises."))).toEqual([]);
  expect(multiRefusals(multi("Which of these hold?", "It rises with the square of the batch size."))).toEqual([
    "the options that hold are 5.00 times as long as the others, expected 0.5 to 1.6",
  ]);
  expect(multiRefusals(multi("Which of these do not hold?", "It rises."))).toEqual([
    "the stem asks which one is not so; ask which one is",
  ]);
});
