import type { NumericAnswer, NumericQuestion, NumericSolution } from "#lib/kind/numeric.ts";
import { compare, rounds, yields } from "./closeness.ts";
import { diagnose } from "./diagnose.ts";
import { parseNumber } from "./parse-number.ts";
import { invalid, type Marked } from "./verdict.ts";

export function markNumeric(answer: NumericAnswer, question: NumericQuestion, solution: NumericSolution): Marked {
  const { key, tolerance, malOutcomes } = solution;
  const x = parseNumber(answer.text, { whole: question.decimals === null });
  if ("outcome" in x) return x;
  const values = malOutcomes.map((mal) => mal.value as number);
  switch (compare(x, key, tolerance)) {
    case "within":
      return { outcome: "right", read: x.read, credit: 1, diagnosis: null };
    case "rounded":
      if (!values.some((value) => rounds(value, x)))
        return { outcome: "right", read: x.read, credit: 1, diagnosis: null };
      return invalid("too-coarse", `Read as ${x.read}. One more digit, please: a wrong value rounds to the same.`);
    case "coarse":
      return invalid("too-coarse", `Read as ${x.read}, which is too coarse to tell; ${deciding(question.decimals)}.`);
    case "off":
      return {
        outcome: "wrong",
        read: x.read,
        credit: 0,
        diagnosis: diagnose(malOutcomes.filter((_, i) => yields(values[i], x, tolerance, question.decimals))),
      };
  }
}

/** How finely an answer has to be written: "4 decimals decide". */
export function deciding(decimals: number | null): string {
  if (decimals === null) return "a whole number decides";
  return decimals === 1 ? "1 decimal decides" : `${decimals} decimals decide`;
}
