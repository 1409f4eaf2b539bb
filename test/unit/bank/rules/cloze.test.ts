import { describe, expect, test } from "vitest";
import { parseMarkdown } from "#lib/bank/markdown.ts";
import { outline } from "#lib/bank/outline.ts";
import { clozeItems } from "#lib/bank/rules/cloze.ts";

const cloze = (text: string) => clozeItems(outline(parseMarkdown(text), "Adam"), "Adam");

describe("clozes", () => {
  test("a marked phrase becomes a gap in its own sentence, at its own line", () => {
    const { drafts } = cloze(
      "It is simple. Adam divides the ==bias-corrected\nmean== by a root of $v$, e.g. $\\sqrt{v}$. Adam also\nstops after the ==last step== of the run.",
    );
    expect(drafts).toMatchObject([
      {
        cloze: "Adam divides the [[1]] by a root of $v$, e.g. $\\sqrt{v}$.",
        blanks: [["bias-corrected mean"]],
        head: "bias-corrected mean",
        line: 1,
      },
      { cloze: "Adam also stops after the [[1]] of the run.", blanks: [["last step"]], line: 3 },
    ]);
  });

  test("a sentence that leans on the one before it is not asked", () => {
    const { drafts, rejected } = cloze(
      "Both start at zero. So they are biased towards ==zero== in the first few steps.",
    );
    expect(drafts).toEqual([]);
    expect(rejected).toMatchObject([{ reason: "the sentence leans on the one before it" }]);
  });

  test("with two marks in a sentence each is asked while the other is shown", () => {
    const { drafts } = cloze("Adam keeps the ==first== and the ==second== moment of each weight.");
    expect(drafts.map((draft) => draft.kind === "cloze" && draft.cloze)).toEqual([
      "Adam keeps the [[1]] and the second moment of each weight.",
      "Adam keeps the first and the [[1]] moment of each weight.",
    ]);
  });

  test("formulas, long phrases, short sentences and gaps given away are refused with the reason", () => {
    const reasons = (text: string) => cloze(text).rejected.map(({ reason }) => reason);
    expect(reasons("The step of Adam at the start is ==$\\eta$== in size.")).toEqual([
      "a gap holds words, not a formula",
    ]);
    expect(reasons("The first steps of Adam ==are too long by a factor of three== or so.")).toEqual([
      "a gap of 8 words, expected 1 to 4",
    ]);
    expect(reasons("The steps are ==long==.")).toEqual(["a sentence of 3 words around the gap, expected 6 to 60"]);
    expect(reasons("A ==moment== is what a running average of moments is called.")).toEqual([
      "the sentence gives the gap's words away",
    ]);
  });

  test("a comparison a == b is no mark", () => {
    expect(cloze("It holds that a == b and so c == d in all of these cases.").drafts).toEqual([]);
  });
});
