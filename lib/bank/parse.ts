import type { Root } from "mdast";
import { parseFlat } from "./flat.ts";
import { frontMatter } from "./front-matter.ts";
import { parseHtml } from "./html.ts";
import { parseMarkdown } from "./markdown.ts";
import { isTangled } from "./tangled.ts";

export type Format = "markdown" | "html" | "text";

export interface Parsed {
  format: Format;
  /** Positions are those of the text given. */
  root: Root;
  /** Yaml front matter as a plain value; undefined without. */
  data: unknown;
  /** What the document calls itself, if it does: front matter, page title or first heading. */
  title: string | null;
}

/**
 * Any document as one markdown tree. `name` is the file's name; its ending decides the format where it can. A document
 * too deeply nested or tangled to parse is read as plain text.
 */
export function parseDocument(text: string, name: string): Parsed {
  const format = formatOf(text, name);
  if (format === "html") return htmlDocument(text);
  const { data, rest } = frontMatter(text);
  const plain = format === "text" || isTangled(rest);
  const root = plain ? parseFlat(rest) : parseMarkdown(rest);
  const named = typeof data === "object" && data !== null && "title" in data ? data.title : null;
  const title = typeof named === "string" && named !== "" ? named : firstHeading(root);
  return { format: plain ? "text" : "markdown", root, data, title };
}

function htmlDocument(text: string): Parsed {
  try {
    const { root, title } = parseHtml(text);
    return { format: "html", root, data: undefined, title: title ?? firstHeading(root) };
  } catch (error) {
    // Elements nested by the thousand exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    const root = parseFlat(text.replace(/<[^<>\n]*>/g, " "));
    return { format: "text", root, data: undefined, title: firstHeading(root) };
  }
}

/** The format by the name's ending, otherwise by what the text looks like. */
export function formatOf(text: string, name: string): Format {
  if (/\.(?:md|markdown|mdx|qmd|rmd)$/i.test(name)) return "markdown";
  if (/\.(?:html?|xhtml)$/i.test(name)) return "html";
  const tags = text.match(/<\/(?:p|div|h[1-6]|li|table|section|article|body)>/gi)?.length ?? 0;
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text) || (/^\s*</.test(text) && tags >= 3)) return "html";
  const signs = [
    /^---\s*\n[^]*?\n---\s*\n/,
    /^#{2,6}\s+\S[^]*^#{2,6}\s+\S/m,
    /^```[^]*^```/m,
    /\*\*\S[^*\n]*\*\*[^]*\*\*\S[^*\n]*\*\*/,
    /\[[^\]\n]{1,200}\]\(https?:/,
  ].filter((sign) => sign.test(text.slice(0, 200_000))).length;
  return signs >= 2 ? "markdown" : "text";
}

function firstHeading(root: Root): string | null {
  for (const node of root.children) {
    if (node.type !== "heading") continue;
    const text = node.children.map((child) => ("value" in child ? child.value : "")).join("");
    if (text.trim()) return text.trim();
  }
  return null;
}
