import type { ProgramError } from "#lib/sandbox/result.ts";
import { shapeInWords } from "./compare.ts";
import type { Difference, WrongValues } from "./difference.ts";
import type { Language } from "./language.ts";
import { showPair, showNumber, showValue } from "./show.ts";
import { nearName } from "./source.ts";

/** What is wrong with a case, in one or two sentences. `source` is the learner's program. */
export function differenceInWords(difference: Difference, language: Language, source: string): string {
  const of = difference.where === null ? "" : `${difference.where}: `;
  return of + said(difference, language, source);
}

function said(difference: Difference, language: Language, source: string): string {
  switch (difference.kind) {
    case "nothing":
      return language === "python"
        ? "returned None: is a `return` missing?"
        : "returned nothing: is a `return` missing?";
    case "type": {
      const { got, expected } = difference;
      const wanted = typeof expected === "string" ? expected : showValue(expected, language);
      return `returned ${showValue(got, language)}, expected ${wanted}`;
    }
    case "count":
      return `returned ${difference.got} results, expected ${difference.expected.length}: ${difference.expected.join(", ")}`;
    case "ragged":
      return `returned rows of different lengths (${difference.lengths.join(" and ")})`;
    case "shape":
      return `returned shape ${shapeInWords(difference.got)}, expected ${shapeInWords(difference.expected)}${shapeHint(difference.got, difference.expected, language)}`;
    case "dtype":
      return difference.expected === "floats"
        ? `returned ${difference.got}, which cuts off decimals; expected floats`
        : `returned ${difference.got}, expected ${difference.expected}`;
    case "values":
      return valuesInWords(difference);
    case "property":
      return `expected that ${difference.says}; returned ${showValue(difference.got, language)}`;
    case "gradient":
      return gradientInWords(difference);
    case "changed":
      return `changed its ${argumentInWords(difference.argument)}, which is now ${showValue(difference.value, language)}: work on a copy`;
    case "threw":
      return errorInWords(difference.error, source);
    case "missing":
      return missingInWords(difference.name, language, source);
    case "unreadable":
      return `returned something ${difference.reason === "deep" ? "nested too deep" : "too large"} to be read`;
  }
}

function shapeHint(got: readonly number[], expected: readonly number[], language: Language): string {
  const bare = (shape: readonly number[]) => shape.filter((n) => n !== 1).join();
  if (got.length === 0 && expected.length > 0) return ": everything was summed into one number";
  if (got.length > 1 && [...got].reverse().join() === expected.join()) return ": transposed";
  if (bare(got) !== bare(expected)) return "";
  if (got.length < expected.length) return language === "python" ? ": keepdims" : ": an axis of length 1 is missing";
  return got.length > expected.length ? ": an axis of length 1 too many" : "";
}

function valuesInWords({ shape, got, expected, wrong, worst, nan }: WrongValues): string {
  const at = shape.length === 0 ? "" : ` at ${indexInWords(worst, shape)}`;
  const [is, should] = showPair(got[worst], expected[worst]);
  if (nan > 0) {
    const many = shape.length === 0 ? "" : ` (${nan} of ${got.length} entries are NaN)`;
    return `NaN${at}, expected ${should}${many}`;
  }
  if (shape.length === 0) return `returned ${is}, expected ${should}`;
  const off = showNumber(Math.abs(got[worst] - expected[worst]), 3);
  const differ = wrong.length === 1 ? `entries differs,${at}` : `entries differ, most${at}`;
  return `${wrong.length} of ${got.length} ${differ}: ${is}, expected ${should} (${off} off)`;
}

function gradientInWords({ shape, got, expected, wrong, worst }: WrongValues): string {
  const at = shape.length === 0 ? "" : ` at ${indexInWords(worst, shape)}`;
  const [is, should] = showPair(got[worst], expected[worst]);
  return `your backward pass does not fit your own forward pass in ${wrong.length} of ${got.length} entries: it gives ${is}${at}, finite differences of the forward pass give ${should}`;
}

/** [1, 2] for the entry counted row-major. */
function indexInWords(at: number, shape: readonly number[]): string {
  const index: number[] = [];
  let rest = at;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${index.join(", ")}]`;
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"];

function argumentInWords(argument: number | string): string {
  if (typeof argument === "string") return `argument ${argument}`;
  return ORDINALS[argument] ? `${ORDINALS[argument]} argument` : `argument number ${argument + 1}`;
}

function missingInWords(name: string, language: Language, source: string): string {
  const last = name.split(".").at(-1) ?? name;
  if (name.includes(".")) return `there is no \`${last}\``;
  const near = nearName(name, source, language);
  if (near?.kind === "unexported") return `\`${name}\` is not exported: write \`export\` before it`;
  return `\`${name}\` is not defined${near ? `; did you mean \`${near.name}\`?` : ""}`;
}

/** An exception with the learner's line. */
export function errorInWords({ type, message, line }: ProgramError, source: string): string {
  const what = message === "" ? type : `${type}: ${message}`;
  if (line === null) return `raised ${what}`;
  const text = source.split("\n")[line - 1]?.trim();
  return `raised ${what} in line ${line}${text ? ` (\`${text}\`)` : ""}`;
}
