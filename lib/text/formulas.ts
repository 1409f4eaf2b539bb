import katex from "katex";
import { visit } from "unist-util-visit";
import type { Node } from "unist";
import { parseMarkdown } from "#lib/bank/markdown.ts";

export interface FormulaError {
  /** The formula, or the text around a stray dollar. */
  text: string;
  message: string;
}

/** What KaTeX, at its strictest, refuses in a piece of markdown; dollars that open no formula count as well. */
export function formulaErrors(markdown: string): FormulaError[] {
  const errors: FormulaError[] = [];
  visit(parseMarkdown(markdown) as Node, (node) => {
    const value = "value" in node && typeof node.value === "string" ? node.value : "";
    if (node.type === "math" || node.type === "inlineMath") {
      const message = texError(value, node.type === "math");
      if (message) errors.push({ text: value, message });
    } else if (node.type === "text" && value.includes("$")) {
      const source = markdown.slice(node.position?.start.offset, node.position?.end.offset);
      if (/(?<!\\)\$/.test(source))
        errors.push({ text: value, message: "a $ that opens no formula; write \\$ for the sign" });
    }
  });
  return errors;
}

/** KaTeX's complaint about one formula in strict mode, or null. */
export function texError(tex: string, displayMode = false): string | null {
  try {
    katex.renderToString(tex, { displayMode, strict: "error", throwOnError: true });
    return null;
  } catch (error) {
    if (!(error instanceof katex.ParseError) && !(error instanceof Error)) throw error;
    return error.message;
  }
}
