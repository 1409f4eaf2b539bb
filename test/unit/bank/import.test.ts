import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importDocument } from "#lib/bank/import.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const NOTES = `# Gated networks

## Why do gates help?

A gate lets the state pass unchanged. So the gradient passes unchanged as well.

## Comparison

| Cell | Gates | States |
|-|-|-|
| RNN | no gates | just one |
| GRU | two gates | only one |
| LSTM | three gates | two of them |
| QRNN | some gates | one alone |

## References

- **Gates**: a paper that nobody asks about in a drill
`;

describe("importing a document", () => {
  test("gives drafts under the nearest heading, with file and line", () => {
    const { title, format, items, concepts } = importDocument(bytes(NOTES), "My gates.md");
    expect(title).toBe("Gated networks");
    expect(format).toBe("markdown");
    expect(concepts).toEqual([
      { id: "import-my-gates-why-do-gates-help", title: "Why do gates help?" },
      { id: "import-my-gates-comparison", title: "Comparison" },
    ]);
    expect(items[0]).toMatchObject({
      id: "import-my-gates-why-do-gates-help/question-why-do-gates-help",
      kind: "recall",
      stem: "Why do gates help?",
      source: { file: "My gates.md", line: 3 },
    });
    expect(items.filter((item) => item.rule === "table").map((item) => [item.source.line, item.title])).toEqual([
      [11, "gates"],
      [11, "states"],
      [12, "gates"],
      [12, "states"],
      [13, "gates"],
      [13, "states"],
      [14, "gates"],
      [14, "states"],
    ]);
  });

  test("ids and hashes stay when lines are moved", () => {
    const ids = (text: string) => importDocument(bytes(text), "a.md").items.map((item) => [item.id, item.source.hash]);
    expect(ids(NOTES.replace("# Gated networks\n", "# Gated networks\n\n\n\nA line more.\n"))).toEqual(ids(NOTES));
  });

  test("equal heads under equal headings are told apart", () => {
    const twice =
      "## Part\n\nQ: What does a gate do here? A: It multiplies the state by a number between zero and one.\n\n";
    const other =
      "## Part\n\nQ: What does a gate do here? A: Nothing at all, as long as its bias is large and positive, say.\n";
    const ids = importDocument(bytes(twice + other), "a.md").items.map((item) => item.id);
    expect(ids).toEqual([
      "import-a-part/question-what-does-a-gate-do-here",
      "import-a-part/question-what-does-a-gate-do-here-2",
    ]);
  });

  test("a question asked twice with the same words is drafted once", () => {
    const table = (cnn: string) =>
      `| Network | Good at |\n|-|-|\n| CNN | ${cnn} |\n| RNN | short series |\n| MLP | plain tables |\n| GNN | social graphs |\n`;
    const { items, rejected } = importDocument(
      bytes(`## One\n\n${table("still images")}\n## Two\n\n${table("pictures")}`),
      "a.md",
    );
    expect(items.filter((item) => item.kind === "choice" && item.stem.includes("CNN"))).toHaveLength(1);
    expect(rejected.map(({ line, reason }) => [line, reason])).toContainEqual([
      14,
      "nearly the same as the item from line 5",
    ]);
  });

  test("damaged letters are repaired first, and it says so", () => {
    const { items, repaired } = importDocument(
      bytes("## What is Œ∏ in a network?\n\nŒ∏ stands for all weights and biases that training changes.\n"),
      "a.md",
    );
    expect(repaired).toEqual(["mac-roman"]);
    expect(items).toMatchObject([{ stem: "What is θ in a network?" }]);
  });

  test("raw HTML and links of the document do not reach the items", () => {
    const { items } = importDocument(
      bytes(
        "## What is a <b onclick=x>gate</b> good for?\n\nIt [keeps](javascript:alert(1)) <img src=x> the state of a cell from one step to the next.\n",
      ),
      "a.md",
    );
    expect(items).toMatchObject([{ answer: "It keeps the state of a cell from one step to the next." }]);
  });

  const documentLine = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "| a | b |",
      "|-|-|",
      "- **x**: y z",
      "## Why?",
      "¶",
      "Q: a",
      "A: b",
      "```",
      "$$",
      "$",
      "1. x",
      "•",
      "---",
      "<p>",
      "==a==",
      ":::",
    ),
  );

  test("no document throws, and every item's line lies within the file", () => {
    fc.assert(
      fc.property(
        fc.array(documentLine, { maxLength: 40 }),
        fc.constantFrom("a.md", "a.txt", "a.html"),
        (lines, name) => {
          const text = lines.join("\n");
          const count = text.replace(/\r\n?/g, "\n").split("\n").length;
          const { items, rejected } = importDocument(bytes(text), name);
          for (const { source } of items) expect(source.line).toBeLessThanOrEqual(count);
          for (const { line } of rejected) expect(line).toBeLessThanOrEqual(count);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("no bytes throw", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (any) => importDocument(any, "a").items.length >= 0));
  });

  test.each([
    ["letters", "a"],
    ["words", "word "],
    ["capitals", "Aa "],
    ["bars", "| "],
    ["stars", "**a"],
    ["brackets", "["],
    ["links", "[a]("],
    ["abbreviations", "e.g. A "],
    ["quotes", "> "],
    ["short lines", "Title here\nText is here.\n"],
  ])(
    "a megabyte of %s is read in seconds",
    (_, unit) => {
      const text = unit.repeat(Math.floor(1_000_000 / unit.length));
      for (const name of ["a.txt", "a.md"]) {
        const start = performance.now();
        importDocument(bytes(text), name);
        expect(performance.now() - start, name).toBeLessThan(30_000);
      }
    },
    90_000,
  );

  test("a page of twenty thousand nested elements is read as plain text", () => {
    const { format } = importDocument(bytes("<div>".repeat(20_000)), "a.html");
    expect(format).toBe("text");
  });
});
