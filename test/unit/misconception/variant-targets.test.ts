import { expect, test } from "vitest";
import type { MalOutcome, Plain } from "#lib/item/computed.ts";
import type { Variant } from "#lib/item/question.ts";
import { variantTargets } from "#lib/misconception/variant-targets.ts";

const mal = (misconception: string, value: Plain): MalOutcome => {
  return { rule: misconception, misconception, value, says: "", notes: [] };
};
type Posed = Pick<Variant, "question" | "solution">;

test("a numeric variant targets the misconceptions of its mal-rules, each once", () => {
  const variant: Posed = {
    question: { kind: "numeric", prompt: "", label: "w", decimals: 3 },
    solution: {
      kind: "numeric",
      key: 1,
      tolerance: 0.001,
      trace: [],
      malOutcomes: [mal("sign-lost", -1), mal("no-correction", 2), mal("no-correction", 3)],
    },
  };
  expect(variantTargets(variant)).toEqual(["sign-lost", "no-correction"]);
});

test("a grid does not target what would give it another shape", () => {
  const variant: Posed = {
    question: { kind: "tensor", prompt: "", label: "W", shape: [1, 2], decimals: 1 },
    solution: {
      kind: "tensor",
      key: [[1, 2]],
      tolerance: [[0.001, 0.002]],
      trace: [],
      malOutcomes: [mal("sign-lost", [[-1, -2]]), mal("transposed", [[1], [2]])],
    },
  };
  expect(variantTargets(variant)).toEqual(["sign-lost"]);
});

test("a choice targets what stands behind the options that were drawn", () => {
  const variant: Posed = {
    question: { kind: "choice", prompt: "", options: ["a", "b", "c"] },
    solution: {
      kind: "choice",
      key: 1,
      options: [{ misconception: "sign-lost", why: "" }, {}, { why: "merely wrong" }],
      trace: [],
      malOutcomes: [mal("sign-lost", "a"), mal("no-correction", "d")],
    },
  };
  expect(variantTargets(variant)).toEqual(["sign-lost"]);
});

test("a gap to fill shows no misconception", () => {
  const variant: Posed = {
    question: { kind: "cloze", prompt: "[[1]]", blanks: 1 },
    solution: { kind: "cloze", blanks: [["loss"]] },
  };
  expect(variantTargets(variant)).toEqual([]);
});
