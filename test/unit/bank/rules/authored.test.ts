import { blocks } from "#lib/bank/blocks/blocks.ts";
import { describe, expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

describe("authored blocks", () => {
  test("a choice block gives its stem, options, reasons, misconceptions and explanation", () => {
    const { drafts, problems } = read(`Prose.

:::choice{#first-step}
At $t=1$, how large is the step?

\`\`\`py
1. [x] no option
:::
\`\`\`
1. [x] $\\eta$
   > The ratio is $\\pm 1$,
   > whatever the gradient's size.
1. [ ] $\\eta\\,|g|$ {m=adam-is-sgd}
1. [ ] about
   $3.16\\,\\eta$
   > Uncorrected.
1. [ ] $0.1\\,\\eta$

> Early steps show it best.
:::
`);
    expect(problems).toEqual([]);
    expect(drafts).toEqual([
      {
        rule: "authored",
        head: "first-step",
        line: 3,
        text: expect.any(String),
        title: "first step",
        kind: "choice",
        stem: "At $t=1$, how large is the step?\n\n```py\n1. [x] no option\n:::\n```",
        options: [
          { text: "$\\eta$", correct: true, why: "The ratio is $\\pm 1$,\nwhatever the gradient's size." },
          { text: "$\\eta\\,|g|$", correct: false, misconception: "adam-is-sgd" },
          { text: "about\n$3.16\\,\\eta$", correct: false, why: "Uncorrected." },
          { text: "$0.1\\,\\eta$", correct: false },
        ],
        explanation: "Early steps show it best.",
      },
    ]);
  });

  test("a recall block gives its question, model answer and rubric", () => {
    const { drafts } = read(`:::recall{#why}
Why correct the bias?
> The averages start at zero.
>
> So they are too small.
- [ ] start at zero
- [ ] the share is
  $1-\\beta^t$
:::`);
    expect(drafts).toMatchObject([
      {
        kind: "recall",
        stem: "Why correct the bias?",
        answer: "The averages start at zero.\n\nSo they are too small.",
        rubric: ["start at zero", "the share is\n$1-\\beta^t$"],
      },
    ]);
  });

  test("what is malformed is said with its line", () => {
    expect(complaints(":::choice{#Two Words}")).toEqual([]);
    expect(partDirectives(":::choice{#Two Words}").problems).toHaveLength(1);
    expect(complaints(":::choice\nWhat?\n:::")).toEqual(["1: :::choice needs an id, as in :::choice{#first-step}"]);
    expect(complaints(":::quiz{#a}\n:::")).toEqual([
      `1: unknown block :::quiz; known are ${Object.keys(blocks).join(", ")}`,
    ]);
    expect(
      complaints(":::choice{#a}\nWhat?\n1. [X] one\n1. [ ] two {m=x} more\n1. [x] three {m=y}\nstray\n:::"),
    ).toEqual([
      "3: an option is marked [x] or [ ], not [X]",
      '6: "stray" is neither an option (1. [ ] …), its reason (   > …) nor the explanation (> …)',
      "4: {m=misconception} stands at the end of its option's line",
      "5: the right option shows no misconception: remove {m=…}",
      "1: a choice needs at least 4 options, this one has 3",
    ]);
    expect(complaints(":::choice{#a}\n1. [ ] a\n1. [ ] b\n1. [ ] c\n1. [ ] d\n:::")).toEqual([
      "1: a choice needs a question before its options",
      "1: exactly one option is marked [x], not 0",
    ]);
    expect(complaints(":::recall{#a}\nWhy?\n- [ ] one\n> late\n:::")).toEqual([
      "4: the model answer (> …) stands before the rubric",
      "1: a recall needs a model answer (> …)",
      "1: a recall needs 2 to 5 rubric points (- [ ] …), this one has 1",
    ]);
  });

  test("blocks that are not closed, or closed twice, are said with their line", () => {
    expect(partDirectives("a\n:::choice{#a}\nx").problems).toEqual([
      { line: 2, message: ":::choice is not closed by :::" },
    ]);
    expect(partDirectives(":::choice{#a}\n:::\n:::").problems).toEqual([
      { line: 3, message: "a ::: closes a block that was not opened" },
    ]);
    expect(partDirectives(":::choice{#a}\n:::recall{#b}\n:::").problems).toEqual([
      { line: 2, message: "the block opened in line 1 is not closed by :::" },
    ]);
  });

  test("colons inside prose and blocks inside code are left alone", () => {
    const text = "ratio a:b and x::y\n\n```\n:::choice{#a}\n```\n";
    expect(partDirectives(text)).toEqual({ blocks: [], rest: text, problems: [] });
  });

  test("the prose around blocks keeps its lines", () => {
    expect(partDirectives("one\n:::choice{#a}\nx\n:::\nfive").rest.split("\n")).toEqual(["one", "", "", "", "five"]);
  });
});
