import type { Plain } from "#lib/item/computed.ts";
import type { PublicQuestion, Variant } from "#lib/item/question.ts";

/** What must not reach the browser before a question is marked. */
export interface Secrets {
  /** Key, results of steps, what mal-rules yield: where they have four digits to be known by. */
  numbers: number[];
  /** Runs of words from explanations, diagnoses, model answers. */
  phrases: string[];
  /** Names of rules and misconceptions, formulas of steps, the seed: found as they are written. */
  exact: string[];
}

/** Words in a row that make a phrase telling, and the letters they need to be more than names of variables. */
const TELLING_WORDS = 5;
const TELLING_LETTERS = 18;
const DIGITS = 4;

export function secretsOf({ seed, question, solution }: Variant): Secrets {
  const shown = shownText(question);
  const told = new Set([...numbersIn(shown)].map(significant));
  const shownWords = wordsIn(shown);
  const computed = "trace" in solution ? solution : { trace: [], malOutcomes: [] };
  const prose = [
    solution.explanation ?? "",
    ...computed.malOutcomes.flatMap(({ says, notes }) => [says, ...notes.map(({ note }) => note)]),
    ...(solution.kind === "choice" || solution.kind === "multi" ? solution.options.map(({ why }) => why ?? "") : []),
    ...(solution.kind === "bug" ? [...solution.faults, ...solution.suspects].map(({ why }) => why ?? "") : []),
    ...(solution.kind === "cloze" ? solution.blanks.filter((_, i) => !inFormula(question, i)).flat() : []),
    ...(solution.kind === "expression" ? solution.wrong.map(({ why }) => why ?? "") : []),
    ...(solution.kind === "match" ? solution.mistakes.map(({ why }) => why ?? "") : []),
    ...(solution.kind === "order" ? solution.entries.map(({ why }) => why ?? "") : []),
    ...(solution.kind === "recall" ? [solution.answer, ...solution.rubric] : []),
  ];
  const values: Plain[] = [
    ...(solution.kind === "numeric" || solution.kind === "tensor" ? [solution.key] : []),
    ...computed.trace.map(({ value }) => value),
    ...computed.malOutcomes.flatMap(({ value, notes }) => [value, ...notes.map((note) => note.value)]),
  ];
  const exact = [
    String(seed),
    ...computed.trace.map(({ tex }) => tex).filter((tex) => tex.length >= 12),
    ...computed.malOutcomes.flatMap(({ rule, misconception }) => [rule, misconception]),
    ...(solution.kind === "cloze"
      ? solution.blanks
          .filter((_, i) => inFormula(question, i))
          .flat()
          .filter((tex) => tex.length >= 5)
      : []),
    ...(solution.kind === "bug"
      ? [
          ...solution.faults.flatMap(({ fix }) => fix.map((line) => line.trim())),
          ...solution.suspects.flatMap(({ misconception }) => misconception ?? []),
        ]
      : []),
    ...(solution.kind === "choice" || solution.kind === "multi"
      ? solution.options.flatMap(({ misconception }) => misconception ?? [])
      : []),
    ...(solution.kind === "expression"
      ? [
          ...[solution.key, ...solution.wrong.map(({ formula }) => formula)].filter((formula) => formula.length >= 5),
          ...solution.wrong.flatMap(({ misconception }) => misconception ?? []),
        ]
      : []),
    ...(solution.kind === "match" ? solution.mistakes.flatMap(({ misconception }) => misconception ?? []) : []),
    ...(solution.kind === "order" ? solution.entries.flatMap(({ misconception }) => misconception?.id ?? []) : []),
  ];
  return {
    numbers: [...new Set(values.flat(2))]
      .filter((value) => typeof value === "number")
      .filter((x) => isTelling(x) && !told.has(significant(x))),
    phrases: [...new Set(prose.flatMap(phrasesOf))].filter((phrase) => !shownWords.includes(` ${phrase} `)),
    exact: [...new Set(exact)].filter((text) => !shown.includes(text)),
  };
}

/** Which of the secrets a response gives away, in any usual writing. */
export function findSecrets(body: string, { numbers, phrases, exact }: Secrets): string[] {
  const text = unescape(body);
  const written = new Set([...numbersIn(text)].map(significant));
  const words = wordsIn(text);
  return [
    ...numbers.filter((x) => written.has(significant(x)) || written.has(significant(100 * x))).map(String),
    ...phrases.filter((phrase) => words.includes(` ${phrase} `)),
    ...exact.filter((secret) => text.includes(secret)),
  ];
}

/** The phrases of a text: every run of five words between formulas, or all its words when it is shorter. */
export function phrasesOf(markdown: string): string[] {
  const segments = markdown.split(/\$\$?[^$]*\$\$?|`[^`]*`|\|/).map((segment) => wordsIn(segment).trim());
  const phrases = segments
    .flatMap((segment) => {
      const words = segment.split(" ");
      return words.slice(TELLING_WORDS - 1).map((_, i) => words.slice(i, i + TELLING_WORDS).join(" "));
    })
    .filter((phrase) => phrase.length >= TELLING_LETTERS);
  if (phrases.length > 0) return phrases;
  const whole = wordsIn(markdown).trim();
  return whole.length >= 4 ? [whole] : [];
}

/** All words of a text in lower case, each with a space before and after. */
export function wordsIn(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  return ` ${words.join(" ")} `;
}

function inFormula(question: PublicQuestion, blank: number): boolean {
  return question.kind === "cloze" && question.reads?.[blank] === "formula";
}

function shownText(question: PublicQuestion): string {
  return [
    question.prompt,
    ...("options" in question ? question.options : []),
    ...("lines" in question ? question.lines : []),
    ...("entries" in question ? question.entries : []),
    ...("left" in question ? [...question.left, ...question.right] : []),
    "label" in question ? question.label : "",
  ].join(" ");
}

/** Text as a browser would read it: escapes of JSON, entities, tags and the outlines of drawn signs taken away. */
function unescape(body: string): string {
  return body
    .replace(/\\+u003c/gi, "<")
    .replace(/\\+u003e/gi, ">")
    .replace(/\\+u0026/gi, "&")
    .replace(/\\+"/g, '"')
    .replace(/\\+n/g, " ")
    .replace(/&(?:#x27|#39|apos);/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/<path [^>]*>/g, " ")
    .replace(/<\/?(?:strong|em|mark|a|span|code)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ");
}

/** Every number of a text: 0.25, −3, 0,25, .5, 1,234.5, 12 345, 2e-3, 2×10⁻³, 2\times 10^{-3}. */
function* numbersIn(text: string): Generator<number> {
  const plain = text
    .replace(/(\d)(?:\{,\}|\\,|[,'’\u00a0\u202f ])(?=\d{3}(?!\d))/g, "$1")
    .replace(
      /\s*(?:\\times|\\cdot|[×·*])\s*10\s*\^?\s*\{?\s*([-−]?\d+)\}?/g,
      (_, power: string) => `e${power.replace("−", "-")}`,
    );
  for (const [, whole, fraction = "", exponent = "0"] of plain.matchAll(
    /(?<![\p{L}\d.])(\d*)(?:[.,](\d+))?(?:[eE]([-+]?\d{1,3}))?(?![\p{L}\d])/gu,
  )) {
    const value = Number(`${whole || "0"}.${fraction || "0"}e${exponent}`);
    if (Number.isFinite(value) && value !== 0) yield value;
  }
}

/** The first digits of a number with its magnitude, sign aside. */
function significant(x: number): string {
  return Math.abs(x).toPrecision(DIGITS);
}

/** Whether a number has the digits to be told from chance: its fourth is not zero. */
function isTelling(x: number): boolean {
  const [mantissa = "0"] = Math.abs(x)
    .toExponential(DIGITS - 1)
    .split("e");
  return Number.isFinite(x) && Math.abs(x) > 1e-12 && !mantissa.endsWith("0");
}
