import katex from "katex";
import type { Html } from "#app/_ui/rich-text.tsx";
import { vocabularyOf } from "#lib/expression/names.ts";
import { parseFormula } from "#lib/expression/parse.ts";
import { toTex } from "#lib/expression/to-tex.ts";
import { toText } from "#lib/expression/to-text.ts";

/** How a formula is read while it is typed. */
export interface Reading {
  /** The formula drawn; null: it can't be read, as it stands. */
  html: Html | null;
  /** The formula as plain text, or why it can't be read. */
  words: string;
  /** What might have been meant otherwise. */
  warnings: string[];
}

/**
 * Reads and draws a formula. Loaded when a question for a formula is on screen: with KaTeX it is most of what that
 * question needs.
 */
export function readFormula(text: string, symbols: readonly string[]): Reading {
  const parsed = parseFormula(text, vocabularyOf(symbols));
  if (parsed.kind === "invalid") return { html: null, words: parsed.says, warnings: [] };
  const { expression, warnings } = parsed;
  // For the eye alone: `words` say the same, so that KaTeX's hidden MathML is not needed.
  const html = katex.renderToString(`\\displaystyle ${toTex(expression)}`, {
    output: "html",
    throwOnError: false,
    maxSize: 20,
  });
  return { html, words: `read as ${toText(expression)}`, warnings };
}
