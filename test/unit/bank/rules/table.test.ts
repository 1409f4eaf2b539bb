import { describe, expect, test } from "vitest";
import { parseMarkdown } from "#lib/bank/markdown.ts";
import { outline } from "#lib/bank/outline.ts";
import { tableItems } from "#lib/bank/rules/table.ts";

const table = (text: string) => tableItems(outline(parseMarkdown(text), "A note"));
const stems = (text: string) => table(text).drafts.map((draft) => (draft.kind === "choice" ? draft.stem : ""));

const STATE = `| optimizer | state per weight | year |
|-|-|-|
| SGD | none at all | 1951 |
| momentum | one number | 1964 |
| Adam | two numbers | 2014 |
| Adafactor | a share of one | 2018 |
`;

describe("tables", () => {
  test("each cell is asked by its row and column, with cells of the column as distractors", () => {
    const { drafts } = table(STATE);
    expect(drafts).toHaveLength(8);
    expect(drafts[2]).toMatchObject({
      rule: "table",
      head: "Adam state per weight",
      line: 5,
      stem: "Comparing optimizers: what is the state per weight of **Adam**?",
    });
    const options = drafts[2]?.kind === "choice" ? drafts[2].options.map((option) => option.text) : [];
    expect(options[0]).toBe("two numbers");
    expect(options.slice(1).sort()).toEqual(["a share of one", "none at all", "one number"]);
  });

  test("a header that names nothing leaves the naming to the heading", () => {
    const text =
      "## Network Types (Building Blocks)\n\n| Type | What It's Good At |\n|-|-|\n| CNN | still pictures |\n| RNN | short series |\n| MLP | plain tables |\n| GNN | social graphs |\n";
    expect(stems(text)[0]).toBe("Comparing network types: what is **CNN** good at?");
  });

  test("equal cells, empty cells, drawings and rows of the same name are left out with the reason", () => {
    const { drafts, rejected } = table(
      "| unit | shape | range |\n|-|-|-|\n| a | ___/ | one |\n| b | | two |\n| c | bent | two |\n| d | flat | three |\n| d | wavy | four |\n",
    );
    expect(rejected.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        "a cell with a drawing",
        "an empty cell",
        '"two" stands in more than one row',
        'two rows are called "d"',
      ]),
    );
    expect(drafts.some((draft) => draft.head.startsWith("d "))).toBe(false);
  });

  test("cells too unlike in length are asked the other way round", () => {
    const text =
      "| loss | meaning |\n|-|-|\n| MSE | the mean of all squared residuals of a batch, halved by some |\n| MAE | size |\n| BCE | odds |\n| NLL | bits |\n";
    expect(table(text).drafts[0]).toMatchObject({
      stem: "Comparing losses: which one has this meaning?\n\n> the mean of all squared residuals of a batch, halved by some",
      options: [{ text: "MSE", correct: true }, { text: "BCE" }, { text: "MAE" }, { text: "NLL" }],
    });
  });

  test("a table of three rows is too small", () => {
    expect(table(STATE.split("\n").slice(0, 5).join("\n")).rejected[0]?.reason).toBe("a table of 3 rows, needed 4");
  });
});
