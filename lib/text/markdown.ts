import type { Element, Root as Html, RootContent as HtmlNode, Text as HtmlText } from "hast";
import katex from "katex";
import type { Image, Literal, Root } from "mdast";
import rehypeStringify from "rehype-stringify";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { partDirectives } from "#lib/bank/directive.ts";
import { frontMatter } from "#lib/bank/front-matter.ts";
import { parseMarkdown } from "#lib/bank/markdown.ts";
import { slug } from "#lib/bank/words.ts";
import { escapeMarkdown } from "./escape.ts";
import { formulaErrors } from "./formulas.ts";
import { markSpans } from "./mark.ts";

/** A formula that KaTeX refuses, found while rendering strictly. */
export class FormulaRenderError extends Error {
  override name = "FormulaRenderError";
}

interface Rendering {
  /** Throw `FormulaRenderError` on any formula that is not clean KaTeX, instead of showing the error in its place. */
  strict?: boolean;
}

/**
 * A stem, an explanation or other markdown with $maths$ as safe HTML. Raw HTML is dropped, links lead inside the app or
 * to http(s), pictures become their description, `[[1]]` becomes a gap.
 */
export function renderMarkdown(markdown: string, rendering: Rendering = {}): string {
  return cached("block", markdown, rendering, () => stringify(toHtml(parseMarkdown(markdown))));
}

/** The same without the paragraph around it, where the text is a single paragraph: options, labels, table cells. */
export function renderInline(markdown: string, rendering: Rendering = {}): string {
  return cached("inline", markdown, rendering, () => {
    const html = toHtml(parseMarkdown(markdown));
    const [only, ...others] = html.children.filter((node) => node.type !== "text" || node.value.trim() !== "");
    const single = only?.type === "element" && only.tagName === "p" && others.length === 0;
    return stringify(single ? { type: "root", children: only.children } : html);
  });
}

/** A note for reading: without front matter and question blocks, `==words==` marked, headings with ids. */
export function renderNote(markdown: string, rendering: Rendering = {}): string {
  return cached("note", markdown, rendering, () => {
    const tree = parseMarkdown(partDirectives(frontMatter(markdown).rest).rest);
    markSpans(tree);
    return stringify(toHtml(tree));
  });
}

const CACHED = 2000;
const cache = new Map<string, string>();

/** Least recently used texts fall out first; a strict rendering checks the formulas on every call. */
function cached(mode: string, markdown: string, { strict = false }: Rendering, render: () => string): string {
  if (strict) {
    const [error] = formulaErrors(markdown);
    if (error) throw new FormulaRenderError(`${error.message} in "${error.text}"`);
  }
  const key = `${mode}\n${markdown}`;
  const html = cache.get(key) ?? render();
  cache.delete(key);
  cache.set(key, html);
  if (cache.size > CACHED) cache.delete(cache.keys().next().value as string);
  return html;
}

const converter = unified().use(remarkRehype, {
  handlers: {
    math: (_: unknown, node: Literal) => raw(displayed(node.value)),
    inlineMath: (_: unknown, node: Literal) => raw(renderTex(node.value, false)),
    image: (_: unknown, node: Image): HtmlText => ({ type: "text", value: node.alt ?? "" }),
    imageReference: (_: unknown, node: Image): HtmlText => ({ type: "text", value: node.alt ?? "" }),
  },
});
const writer = unified().use(rehypeStringify, { allowDangerousHtml: true });

/** The tree holds no raw HTML but KaTeX's: remark-rehype has dropped the document's own. */
const stringify = (html: Html) => writer.stringify(html);
const raw = (value: string) => ({ type: "raw", value }) as unknown as Element;

/** A displayed formula; what \qquad sets apart may stand below one another where the page is narrow. */
function displayed(tex: string): string {
  return `<div class="math">${apart(tex)
    .map((part) => renderTex(part, true))
    .join("")}</div>`;
}

/** Splits at each \qquad that stands outside braces and environments. */
function apart(tex: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const [token] of tex.matchAll(/\\qquad|\\begin|\\end|\\left(?![a-z])|\\right(?![a-z])|\\.|[^\\]/gs)) {
    if (token === "{" || token === "\\begin" || token === "\\left") depth++;
    if (token === "}" || token === "\\end" || token === "\\right") depth--;
    if (token === "\\qquad" && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts;
}

function renderTex(tex: string, displayMode: boolean): string {
  return katex.renderToString(tex, {
    displayMode,
    output: "htmlAndMathml",
    throwOnError: false,
    strict: "ignore",
    trust: false,
    maxSize: 20,
    maxExpand: 500,
  });
}

function toHtml(tree: Root): Html {
  const html = converter.runSync(tree);
  const ids = new Map<string, number>();
  visit(html, (node, index, parent) => {
    if (node.type === "text" && parent && index !== undefined && node.value.includes("[[")) {
      const parts = gaps(node.value);
      parent.children.splice(index, 1, ...(parts as typeof parent.children));
      return [SKIP, index + parts.length];
    }
    if (node.type !== "element") return undefined;
    if (node.tagName === "code" || node.tagName === "pre") return SKIP;
    if (node.tagName === "a") guardLink(node);
    if (node.tagName === "thead" && isBlank(node) && parent && index !== undefined) {
      parent.children.splice(index, 1);
      return index;
    }
    // A heading without words names nothing.
    if (node.tagName === "th" && isBlank(node)) node.tagName = "td";
    if (/^h[1-6]$/.test(node.tagName)) giveId(node, ids);
    return undefined;
  });
  return html;
}

function gaps(text: string): HtmlNode[] {
  return text.split(/(\[\[\d{1,2}\]\])/).flatMap((part): HtmlNode[] => {
    const number = /^\[\[(\d+)\]\]$/.exec(part)?.[1];
    if (part === "") return [];
    if (number === undefined) return [{ type: "text", value: part }];
    const properties = { className: ["blank"], dataBlank: number, role: "img", ariaLabel: `gap ${number}` };
    return [{ type: "element", tagName: "span", properties, children: [] }];
  });
}

/** Only http(s) and places in the app are followed; `other.md` is the note of that name. */
function guardLink(link: Element): void {
  const href = String(link.properties.href ?? "");
  if (/^https?:\/\//i.test(href)) {
    link.properties.rel = ["noopener", "noreferrer"];
    link.properties.target = "_blank";
    return;
  }
  const note = /^(?!\/)(?:[\w.-]+\/)*([a-z0-9-]+)\.md(#[\w-]*)?$/.exec(href);
  if (note) link.properties.href = `/notes/${note[1]}${note[2] ?? ""}`;
  else if (!/^(?:#|\/(?![/\\]))/.test(href)) {
    link.tagName = "span";
    link.properties = {};
  }
}

function giveId(heading: Element, taken: Map<string, number>): void {
  const id = slug(textOf(heading)) || "section";
  const before = taken.get(id) ?? 0;
  taken.set(id, before + 1);
  heading.properties.id = before === 0 ? id : `${id}-${before + 1}`;
}

function textOf(node: HtmlNode): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** Whether nothing of it would be seen. */
function isBlank(node: HtmlNode): boolean {
  if (node.type === "text") return node.value.trim() === "";
  return "children" in node && node.children.every(isBlank);
}

/** What a learner typed, shown as typed. */
export function renderPlain(text: string): string {
  return renderInline(escapeMarkdown(text));
}
