import type { Draft, DraftOption } from "./draft.ts";
import { meaningful, overlap, stem, visibleLength, visibleText, words, wordSet } from "./words.ts";

/** What a choice question shows: its stem and options, whatever made them. */
export interface Choice {
  stem: string;
  options: readonly DraftOption[];
}

/** Says why a question must not be asked, or null. */
export type Filter = (choice: Choice) => string | null;

/** Options shown at once: the key and three others. */
export const SHOWN = 4;
const LENGTH_RATIO = { least: 0.5, most: 1.6 };
/** Lengths that differ by no more than this many characters look alike. */
const UNSEEN = 8;
export const NEAR_DUPLICATE = 0.8;

const keyOf = (choice: Choice) => choice.options.find((option) => option.correct);
const othersOf = (choice: Choice) => choice.options.filter((option) => !option.correct);

export const exactlyOneKey: Filter = (choice) => {
  const keys = choice.options.filter((option) => option.correct).length;
  return keys === 1 ? null : `${keys} options are right, expected 1`;
};

/** Whether someone looking at lengths alone would see that `key` is longer than every one of `others`. */
export function standsOut(key: string, others: readonly string[]): boolean {
  const longest = Math.max(...others.map(visibleLength));
  const length = visibleLength(key);
  return length > longest * 1.15 && length > longest + 4;
}

/** Whatever three distractors are drawn, the key is not visibly the longest of the four. */
export const keyNotLongest: Filter = (choice) => {
  const key = keyOf(choice);
  if (!key) return null;
  const shortest = othersOf(choice)
    .sort((a, b) => visibleLength(a.text) - visibleLength(b.text))
    .slice(0, SHOWN - 1);
  if (
    !standsOut(
      key.text,
      shortest.map((option) => option.text),
    )
  )
    return null;
  const longest = Math.max(...shortest.map((option) => visibleLength(option.text)));
  return `the key looks longest: ${visibleLength(key.text)} characters, and beside it at most ${longest}`;
};

/** The key's length is 0.5 to 1.6 times the mean of the others'; a difference of a few characters is not seen. */
export const lengthRatio: Filter = (choice) => {
  const key = keyOf(choice);
  const others = othersOf(choice);
  if (!key || others.length === 0) return null;
  const mean = others.reduce((sum, option) => sum + visibleLength(option.text), 0) / others.length;
  const length = visibleLength(key.text);
  const ratio = length / mean;
  if (Math.abs(length - mean) <= UNSEEN || (ratio >= LENGTH_RATIO.least && ratio <= LENGTH_RATIO.most)) return null;
  return `the key's length is ${ratio.toFixed(2)} times the others' mean, expected ${LENGTH_RATIO.least} to ${LENGTH_RATIO.most}`;
};

/** Words of the field that stand in so many questions that sharing one gives nothing away. */
const EVERYDAY = new Set(
  (
    "activation average batch bias class data derivative error example feature function gradient hidden image input " +
    "layer learn loss mean model network neural neuron number output parameter rate sample sequence size step sum test " +
    "time token train training unit update value vector weight zero"
  )
    .split(" ")
    .map(stem),
);

/** No meaningful word, save the field's everyday ones, stands in the stem and the key alone. */
export const noSharedRareWord: Filter = (choice) => {
  const key = keyOf(choice);
  if (!key) return null;
  const inStem = meaningful(choice.stem);
  const inOthers = new Set(othersOf(choice).flatMap((option) => [...meaningful(option.text, 3)]));
  for (const word of meaningful(key.text)) {
    if (inStem.has(word) && !inOthers.has(word) && !EVERYDAY.has(word))
      return `"${word}…" stands in the question and in the key alone`;
  }
  return null;
};

const normal = (markdown: string) =>
  markdown
    .replace(/\\[,;!: ]|\\(?:left|right)\b/g, "")
    .replace(/[\s.]+/g, "")
    .toLowerCase();

export const distinctOptions: Filter = (choice) => {
  const seen = new Map<string, string>();
  for (const { text } of choice.options) {
    const key = normal(text);
    if (seen.has(key)) return `two options are the same: "${visibleText(text)}"`;
    seen.set(key, text);
  }
  const texts = choice.options.map((option) => option.text).filter((text) => words(text).length >= 6);
  for (const [i, a] of texts.entries()) {
    for (const b of texts.slice(i + 1)) {
      const same = words(a).join(" ") === words(b).join(" ") && !/\$/.test(a + b);
      if (same) return `two options say the same: "${visibleText(a)}"`;
    }
  }
  return null;
};

type OptionType = "number" | "formula" | "code" | "words";

/** What an option looks like: a number with or without a unit, a formula, code, or words. */
export function optionType(markdown: string): OptionType {
  const text = markdown.trim();
  if (/^`[^`]+`$/.test(text)) return "code";
  const visible = visibleText(text);
  if (/^[~≈<>±+−-]?\s*[\d.,\s/∞]+(?:e[+-]?\d+)?\s*(?:%|[\p{L}³²]{0,12})$/u.test(visible)) return "number";
  const prose = text.replace(/\$[^$]*\$/g, " ");
  const count = words(prose).length;
  if (count === 0 || (/\$/.test(text) && count <= 1)) return "formula";
  if (!/\$/.test(text) && /[=∑Σ√·×⁻]|\w\(\w/.test(visible) && count <= 8) return "formula";
  return "words";
}

/** The key's type is not its own: at least one other option is of the same type. */
export const sameType: Filter = (choice) => {
  const key = keyOf(choice);
  const others = othersOf(choice);
  if (!key || others.length === 0) return null;
  const type = optionType(key.text);
  if (others.some((option) => optionType(option.text) === type)) return null;
  return `the key alone is of type ${type}: "${visibleText(key.text)}"`;
};

const POINTING =
  /\b(?:as (?:shown|seen|described|discussed|mentioned|noted) (?:above|below|earlier|before)|(?:shown|see|described|discussed) (?:above|below)|the (?:following|above|preceding) (?:figure|table|diagram|example|section|code|equation|list)|(?:this|the previous|the next) (?:figure|table|diagram|chapter|section|article|lesson|post|tutorial)|we(?:['’]ll| will) (?:cover|see|discuss)|click|in the next (?:level|section|chapter|article|lesson))\b/i;
const ALL_OF = /\b(?:all|none|both|neither) of (?:the above|these|them|the others)\b/i;

/** Nothing points outside the question: "as shown above", "all of the above". */
export const nothingDangling: Filter = (choice) => {
  for (const text of [choice.stem, ...choice.options.map((option) => option.text)]) {
    const found = POINTING.exec(text) ?? ALL_OF.exec(text);
    if (found) return `"${found[0]}" points outside the question`;
  }
  return null;
};

const NEGATIVE_STEM = /\bwhich\b[^.?!]*\b(?:not|never|except|incorrect|false|untrue)\b[^.?!]*\?/i;

/** An authored question does not ask for the exception. */
export const positiveStem: Filter = (choice) =>
  NEGATIVE_STEM.test(visibleText(choice.stem)) ? "the stem asks which one is not so; ask which one is" : null;

const COMMON: readonly Filter[] = [
  exactlyOneKey,
  distinctOptions,
  keyNotLongest,
  lengthRatio,
  noSharedRareWord,
  sameType,
  nothingDangling,
];

/** The first reason to refuse a choice question, or null. */
export function refusal(choice: Choice, filters: readonly Filter[] = COMMON): string | null {
  for (const filter of filters) {
    const reason = filter(choice);
    if (reason) return reason;
  }
  return null;
}

/** Every reason to refuse an authored choice. */
export function authoredRefusals(choice: Choice): string[] {
  return [...COMMON, positiveStem].flatMap((filter) => filter(choice) ?? []);
}

/** Neither the options that hold nor those that don't are visibly longer, taken together. */
export const lengthsAlike: Filter = (multi) => {
  const mean = (options: readonly DraftOption[]) =>
    options.reduce((sum, option) => sum + visibleLength(option.text), 0) / options.length;
  const right = mean(multi.options.filter((option) => option.correct));
  const wrong = mean(othersOf(multi));
  const ratio = right / wrong;
  if (Math.abs(right - wrong) <= UNSEEN || (ratio >= LENGTH_RATIO.least && ratio <= LENGTH_RATIO.most)) return null;
  return `the options that hold are ${ratio.toFixed(2)} times as long as the others, expected ${LENGTH_RATIO.least} to ${LENGTH_RATIO.most}`;
};

/** Every reason to refuse an authored question with several right options. */
export function multiRefusals(multi: Choice): string[] {
  return [distinctOptions, lengthsAlike, nothingDangling, positiveStem].flatMap((filter) => filter(multi) ?? []);
}

const NEGATED = /\b(?:not|never|no|none|nor|neither|cannot|hardly|rarely|seldom)\b|n['’]t\b|\bwithout\b/i;
const HEDGED =
  /\b(?:may|might|maybe|perhaps|probably|possibly|presumably|often|usually|sometimes|generally|typically|mostly|arguably|roughly|likely|seems?|appears?|tends?|estimated|nobody|some (?:people|say)|can be|could)\b/i;

/** Why a sentence must not become the truth of a question: it is negated or hedged. */
export function unsureSource(sentence: string): string | null {
  const text = visibleText(sentence);
  const found = HEDGED.exec(text) ?? NEGATED.exec(text);
  if (!found) return null;
  return `"${found[0]}": a ${HEDGED.test(found[0]) ? "hedged" : "negated"} sentence`;
}

/** The words by which two questions are compared: of the question, and of what answers it. */
export interface Fingerprint {
  asked: ReadonlySet<string>;
  answer: ReadonlySet<string>;
}

export function fingerprint(draft: Draft): Fingerprint {
  switch (draft.kind) {
    case "bug":
      return { asked: wordSet([draft.stem, ...draft.lines].join(" ")), answer: wordSet(draft.faults[0]?.why ?? "") };
    case "choice": {
      const key = draft.options.find((option) => option.correct)?.text ?? "";
      return { asked: wordSet(draft.stem), answer: wordSet(key) };
    }
    case "cloze":
      return { asked: wordSet(draft.cloze), answer: wordSet(draft.blanks.map((blank) => blank[0]).join(" ")) };
    case "expression":
      return { asked: wordSet(draft.stem), answer: new Set([draft.key]) };
    case "match": {
      const answer = draft.pairs.map(({ left, right }) => `${left} ${right}`).join(" ");
      return { asked: wordSet(draft.stem), answer: wordSet(answer) };
    }
    case "order":
      return { asked: wordSet(draft.stem), answer: wordSet(draft.entries.map(({ text }) => text).join(" ")) };
    case "multi": {
      const right = draft.options.filter((option) => option.correct);
      return { asked: wordSet(draft.stem), answer: wordSet(right.map(({ text }) => text).join(" ")) };
    }
    case "recall":
      return { asked: wordSet(draft.stem), answer: wordSet(draft.answer) };
  }
}

/** Whether two questions share at least four words in five, both in what they ask and in what answers them. */
export function nearDuplicate(a: Fingerprint, b: Fingerprint): boolean {
  return overlap(a.asked, b.asked) >= NEAR_DUPLICATE && overlap(a.answer, b.answer) >= NEAR_DUPLICATE;
}
