import { describe, expect, test } from "vitest";
import type { Draft } from "#lib/bank/draft.ts";
import { parseMarkdown } from "#lib/bank/markdown.ts";
import { outline } from "#lib/bank/outline.ts";
import { listItems } from "#lib/bank/rules/list.ts";
import { misconceptionItems } from "#lib/bank/rules/misconception.ts";
import { questionItems } from "#lib/bank/rules/question.ts";
import { remedyItems } from "#lib/bank/rules/remedy.ts";
import { topicItems } from "#lib/bank/rules/topic.ts";
import { decisionItems } from "#lib/bank/rules/use-when.ts";

const sections = (text: string) => outline(parseMarkdown(text), "A document");
const names = new Set(["Adam"]);
const asked = (drafts: readonly Draft[]) =>
  drafts.map((draft) => (draft.kind === "recall" ? [draft.stem, draft.rubric] : [draft.kind]));

describe("lists", () => {
  const two = `## Overfitting

Causes:

- too little data for the size of the model
- training for far too many epochs
- labels with a lot of noise in them

Remedies:

- a penalty on the size of the weights
- stopping when validation loss turns
- more examples, or augmented ones
`;

  test("a point of the sibling list is the odd one out", () => {
    const { drafts } = listItems(sections(two));
    expect(drafts).toHaveLength(2);
    expect(drafts[0]).toMatchObject({
      kind: "choice",
      stem: "Which of these is **not** among the causes of overfitting?",
      line: 5,
    });
    const options = drafts[0]?.kind === "choice" ? drafts[0].options : [];
    expect(options.filter((option) => option.correct)).toEqual([
      { text: expect.any(String), correct: true, why: "It stands among the remedies." },
    ]);
  });

  test("a list of causes alone is not asked", () => {
    expect(listItems(sections(two.split("Remedies")[0] ?? "")).rejected[0]?.reason).toBe(
      "no sibling list of another role beside it",
    );
  });

  test("steps are asked in order, and from five on what comes next", () => {
    const { drafts } = listItems(
      sections("Training repeats these steps:\n\n1. forward pass\n2. loss\n3. backward pass\n4. clipping\n5. update\n"),
    );
    expect(drafts[0]).toMatchObject({
      kind: "recall",
      rubric: ["forward pass", "loss", "backward pass", "clipping", "update"],
    });
    expect(drafts[1]).toMatchObject({ kind: "choice", head: "after forward pass" });
    const options = drafts[1]?.kind === "choice" ? drafts[1].options.map((option) => option.text) : [];
    expect(options[0]).toBe("loss");
    expect(options.slice(1).sort()).toEqual(["backward pass", "clipping", "update"]);
  });
});

describe("questions", () => {
  const ask = (text: string) => questionItems(sections(text), names);

  test("Q and A on one line, on two, and in separate points", () => {
    const { drafts } = ask(`## Interview

Q: What does backpropagation compute in a network? A: The gradient of the loss for every weight, by the chain rule.

- Q: Why are gradients set to zero between steps?
-
  A: They are accumulated otherwise, so each step would use old ones too.

**Question 3:** When does training with momentum overshoot?

**Answer:** When the velocity it has collected outlasts the slope that made it.
`);
    expect(asked(drafts)).toEqual([
      [
        "What does backpropagation compute in a network?",
        ["The gradient of the loss for every weight, by the chain rule."],
      ],
      [
        "Why are gradients set to zero between steps?",
        ["They are accumulated otherwise, so each step would use old ones too."],
      ],
      [
        "When does training with momentum overshoot?",
        ["When the velocity it has collected outlasts the slope that made it."],
      ],
    ]);
  });

  test("headings that ask, with or without a question mark", () => {
    const { drafts } = ask(`## Why Adam Works

It divides the mean gradient by its usual size. So every weight takes steps of a similar length.

## What are weights for in a neuron?

1. **Weights** scale each input.
2. **Biases** shift the sum, whatever the input may be.
`);
    expect(asked(drafts)).toEqual([
      [
        "Explain why Adam works.",
        ["It divides the mean gradient by its usual size.", "So every weight takes steps of a similar length."],
      ],
      [
        "What are weights for in a neuron?",
        ["**Weights** scale each input.", "**Biases** shift the sum, whatever the input may be."],
      ],
    ]);
  });

  test("answers that are elsewhere, too short or a table are refused", () => {
    const reasons = (text: string) => ask(text).rejected.map(({ reason }) => reason);
    expect(reasons("## Why does depth help networks?\n\nIt does.")).toEqual(["an answer of 2 words"]);
    expect(
      reasons(
        "## Why does depth help networks?\n\nThe next chapter shows it by experiment, with ten layers and with one.",
      ),
    ).toEqual(["the answer points elsewhere"]);
    expect(reasons("## Why does this help?\n\nBecause it does so in every single case one has seen so far.")).toEqual([
      "the question points outside itself",
    ]);
  });
});

describe("warnings", () => {
  test("a claim in quotes is asked for what is wrong with it, a pitfall for what it does", () => {
    const { drafts } = misconceptionItems(
      sections(`## Gotchas

- ⚠️ "More data never hurts": No. Data from another distribution can pull the model away from the task.
- **Overfitting**: The model learns the training set by heart. Stop early or gather more data.
- Short: no.
`),
    );
    expect(asked(drafts)).toEqual([
      [
        "“More data never hurts” What is wrong with this claim?",
        ["Data from another distribution can pull the model away from the task."],
      ],
      [
        "A common pitfall: **overfitting**. What goes wrong, and what helps against it?",
        ["The model learns the training set by heart.", "Stop early or gather more data."],
      ],
    ]);
  });
});

describe("remedies and topics", () => {
  test("an enumeration behind its label is named point by point, brackets unbroken", () => {
    const { drafts } = remedyItems(
      sections(
        "## Exploding Gradients\n\nRemedies: clipping (by norm, or by value), a lower rate, and careful scales.\n",
      ),
      names,
    );
    expect(asked(drafts)).toEqual([
      [
        "What helps against **exploding gradients**?",
        ["clipping (by norm, or by value)", "a lower rate", "careful scales"],
      ],
    ]);
  });

  test("a section on one technique that says its purpose is to be explained", () => {
    const { drafts } = topicItems(
      sections(
        "# T\n\n## Gradient Clipping\n\nThe gradient's norm is cut at a threshold:\n\nThis prevents one bad batch from undoing the training.\n",
      ),
      names,
    );
    expect(asked(drafts)).toEqual([
      [
        "Explain **gradient clipping**: what is done, and what for?",
        ["The gradient's norm is cut at a threshold.", "This prevents one bad batch from undoing the training."],
      ],
    ]);
  });
});

describe("decision tables", () => {
  const picks = (text: string) =>
    decisionItems(sections(text)).drafts.map((draft) =>
      draft.kind === "choice" ? [draft.stem, draft.options.find((option) => option.correct)?.text] : [],
    );

  test("arrows under a label", () => {
    expect(
      picks(
        "## Reference\n\nLOSS CHOICE:\n\nTwo classes → BCE (with logits)\n\nMany classes → CE, or focal\n\nReal targets → MSE\n\nMargins → Hinge\n",
      ),
    ).toEqual([
      ["Loss choice: what is the usual choice for **two classes**?", "BCE"],
      ["Loss choice: what is the usual choice for **many classes**?", "CE"],
      ["Loss choice: what is the usual choice for **real targets**?", "MSE"],
      ["Loss choice: what is the usual choice for **margins**?", "Hinge"],
    ]);
  });

  test("points under a lead-in on choosing; three are too few", () => {
    const text =
      "## Activation Functions\n\nWhen to use what:\n\n- Hidden layers: ReLU (default)\n- Two classes: Sigmoid\n- Many classes: Softmax\n- Real targets: Identity\n";
    expect(picks(text)[1]).toEqual(["Activation functions: what is the usual choice for **two classes**?", "Sigmoid"]);
    expect(picks(text.split("- Real")[0] ?? "")).toEqual([]);
  });
});
