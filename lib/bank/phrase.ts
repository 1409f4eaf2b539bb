import type { Section } from "./outline.ts";
import { visibleText, words } from "./words.ts";

const BARE = new Set([
  "type",
  "types",
  "name",
  "method",
  "function",
  "item",
  "kind",
  "what",
  "technique",
  "model",
  "term",
  "",
]);
const SINGULAR_S = /(?:ss|us|is|loss|bias|axis|basis|class|process|bayes)$/i;

/** The text with a small first letter, unless its first word is an acronym, a name with inner capitals or a formula. */
export function lowerFirst(markdown: string): string {
  const first = /^\p{Lu}[\p{L}\p{N}/-]*/u.exec(markdown)?.[0];
  if (!first || first.length === 1 || /[\p{Lu}\p{N}]/u.test(first.slice(1))) return markdown;
  return first.charAt(0).toLowerCase() + markdown.slice(1);
}

/** A name as inside a sentence: a title in capitals ("Typical Use Case") is written small, acronyms are kept. */
export function lowerTitle(markdown: string): string {
  const long = markdown.match(/(?<![\p{L}\p{N}])\p{L}{4,}/gu) ?? [];
  if (!long.every((word) => /^\p{Lu}/u.test(word))) return lowerFirst(markdown);
  return markdown.replace(/(?<![\p{L}\p{N}])\p{Lu}[\p{Ll}'’]+(?![\p{L}\p{N}])/gu, (word) => word.toLowerCase());
}

/** Whether a noun phrase looks plural. */
export function pluralOf(phrase: string): boolean {
  const last = words(phrase.replace(/\(.*\)/, "")).at(-1) ?? "";
  return last.length > 3 && last.endsWith("s") && !SINGULAR_S.test(last);
}

/** The plural of an English noun phrase. */
export function plural(phrase: string): string {
  if (pluralOf(phrase)) return phrase;
  if (/[^aeiou]y$/.test(phrase)) return `${phrase.slice(0, -1)}ies`;
  if (/(?:is)$/.test(phrase)) return `${phrase.slice(0, -2)}es`;
  return /(?:s|x|z|ch|sh)$/.test(phrase) ? `${phrase}es` : `${phrase}s`;
}

/**
 * What a table compares, in the plural: by the header over its names, or by the section's heading when that header says
 * nothing; null when neither names it.
 */
export function topicOf(section: Section, header: string): string | null {
  const kind = visibleText(header);
  if (!BARE.has(kind.toLowerCase())) return plural(lowerTitle(header));
  const heading = section.title.replace(/\s*[([:—–].*$/s, "").trim();
  if (heading === "" || section.title.endsWith("?") || words(heading).length > 5) return null;
  return lowerTitle(heading);
}
