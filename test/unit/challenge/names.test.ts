import { expect, test } from "vitest";
import { definedNames, nearName } from "#lib/challenge/source.ts";
import { differenceInWords } from "#lib/challenge/words.ts";

const python = "import numpy as np\n\nlimit = 3\n\ndef Softmax(x):\n    def inner(): ...\n\nclass Value: ...\n";
const typescript = "function softmax() {}\nexport const logSumExp = () => 0;\nexport class Value {}\n";

test("names at the top level are found", () => {
  expect(definedNames(python, "python")).toEqual(["limit", "Softmax", "Value"]);
  expect(definedNames(typescript, "typescript")).toEqual(["softmax", "logSumExp", "Value"]);
});

const missing = (name: string, language: "python" | "typescript") =>
  differenceInWords({ where: null, kind: "missing", name }, language, language === "python" ? python : typescript);

test.each([
  ["softmax", "python", "`softmax` is not defined; did you mean `Softmax`?"],
  ["valeu", "python", "`valeu` is not defined"],
  ["log_sum", "python", "`log_sum` is not defined"],
  ["softmax", "typescript", "`softmax` is not exported: write `export` before it"],
  ["log_sum_exp", "typescript", "`log_sum_exp` is not defined; did you mean `logSumExp`?"],
  ["Valu", "typescript", "`Valu` is not defined; did you mean `Value`?"],
  ["case0_1.forward", "python", "there is no `forward`"],
] as const)("%s missing in %s", (name, language, words) => {
  expect(missing(name, language)).toBe(words);
});

test("nothing is near a name of its own", () => {
  expect(nearName("attention", python, "python")).toBeNull();
});
