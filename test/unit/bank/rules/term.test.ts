import { describe, expect, test } from "vitest";
import { parseMarkdown } from "#lib/bank/markdown.ts";
import { outline } from "#lib/bank/outline.ts";
import { findTerms, termItems } from "#lib/bank/rules/term.ts";

const sections = (text: string) => outline(parseMarkdown(text), "A note");

const GATES = `**Forget gate** — the share of the cell state that is kept from one step to the next.

**Input gate** — how much of the candidate enters the memory at this position.

**Output gate** — which part of the cell is shown to the rest of the network.

**Candidate** — the squashed proposal for new memory, made from the present input.
`;

describe("terms", () => {
  test("a bold term, a dash and a gloss give one question: the term for the gloss", () => {
    const { terms } = findTerms(sections(GATES), "note");
    expect(terms.map(({ term, line }) => [term, line])).toEqual([
      ["Forget gate", 1],
      ["Input gate", 3],
      ["Output gate", 5],
      ["Candidate", 7],
    ]);
    const { drafts } = termItems(terms, terms);
    const naming = drafts.find((draft) => draft.rule === "term" && draft.head === "Output gate");
    expect(naming).toMatchObject({
      kind: "choice",
      stem: "Which term does this describe?\n\n> Which part of the cell is shown to the rest of the network.",
    });
    expect(naming?.kind === "choice" && naming.options.map(({ text, correct }) => [text, correct === true])).toEqual([
      ["Output gate", true],
      ["Forget gate", false],
      ["Input gate", false],
      ["Candidate", false],
    ]);
    expect(drafts.map((draft) => draft.rule)).toEqual(["term", "term", "term", "term"]);
  });

  test("the questions do not depend on the order of the note", () => {
    const reversed = GATES.trim().split("\n\n").reverse().join("\n\n");
    const items = (text: string) => {
      const { terms } = findTerms(sections(text), "note");
      return termItems(terms, terms)
        .drafts.map((draft) => [draft.rule, draft.head, draft.kind === "choice" ? draft.options : []])
        .sort((a, b) => (String(a) < String(b) ? -1 : 1));
    };
    expect(items(reversed)).toEqual(items(GATES));
  });

  test("a gloss that holds its own term is not asked", () => {
    const { terms, rejected } = findTerms(sections("**Weight decay** — a decay of all weights in each step."), "note");
    expect(terms).toEqual([]);
    expect(rejected[0]?.reason).toBe('the gloss holds the term\'s own word "weight…"');
  });

  test("two glosses of the same meaning are not one another's distractors", () => {
    const { terms } = findTerms(
      sections(`${GATES}\n**Keep gate** — the share of the cell state that is kept from one step to another.`),
      "note",
    );
    const forget = termItems(terms, terms).drafts.find((draft) => draft.head === "Forget gate");
    expect(forget?.kind === "choice" && forget.options.map((option) => option.text)).not.toContain("Keep gate");
  });

  test("in a note, bold lead-ins with a colon and list points are prose", () => {
    expect(
      findTerms(sections("**Trap:** the order of the two calls.\n\n- **Gate** — lets things through."), "note"),
    ).toEqual({
      terms: [],
      rejected: [],
    });
  });

  test("in a foreign document, definitions and headed points are terms; labels, tasks and hedges are not", () => {
    const text = `# Memory

A **cell state** is the running record that an LSTM carries along.

- **Momentum**: a velocity that collects past gradients
- **Example**: a network of three layers in a row
- **Perceptron lab**: implement the learning rule in ten lines
- **Attention**: it might look at every token of the input
`;
    const { terms, rejected } = findTerms(sections(text), "foreign");
    expect(terms.map(({ term, gloss }) => [term, gloss])).toEqual([
      ["cell state", "the running record that an LSTM carries along"],
      ["Momentum", "a velocity that collects past gradients"],
    ]);
    expect(rejected.map(({ reason }) => reason)).toEqual([
      '"Example" is a label, not a term',
      "the gloss is a task",
      "the gloss leans on what surrounds it",
    ]);
  });

  test("a definition without others to confuse it with becomes a recall question", () => {
    const { terms } = findTerms(
      sections("# M\n\nA **cell state** is the running record that an LSTM carries along."),
      "foreign",
    );
    expect(termItems(terms, terms).drafts).toMatchObject([
      { kind: "recall", stem: "What is a **cell state**?", rubric: ["The running record that an LSTM carries along"] },
    ]);
  });
});
