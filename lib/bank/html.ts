import type { Element, Root as Html } from "hast";
import { toText } from "hast-util-to-text";
import type { Root } from "mdast";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";

const reader = unified().use(rehypeParse);
const converter = unified().use(rehypeRemark, {
  handlers: {
    // A formula that KaTeX or MathJax has set: its TeX is in the annotation.
    "tex-formula": (_: unknown, node: Element) => ({ type: "inlineMath", value: String(node.properties.tex) }) as never,
  },
});
const DROPPED = new Set(
  "script style nav header footer aside form button svg noscript iframe template select input textarea dialog".split(
    " ",
  ),
);

/** An HTML page as a markdown tree with positions of the page's source; scripts, styles and navigation are left out. */
export function parseHtml(text: string): { root: Root; title: string | null } {
  const page: Html = reader.parse(text);
  let title: string | null = null;
  visit(page, "element", (node, index, parent) => {
    if (node.tagName === "title" && title === null) title = toText(node).trim() || null;
    if (parent && index !== undefined && isDropped(node)) {
      parent.children.splice(index, 1);
      return [SKIP, index];
    }
    const classes = Array.isArray(node.properties.className) ? node.properties.className : [];
    if (classes.includes("katex") || node.tagName === "math") {
      const tex = texOf(node);
      if (tex === null) return undefined;
      node.tagName = "tex-formula";
      node.properties = { tex };
      node.children = [];
    }
    return undefined;
  });
  return { root: converter.runSync(page), title };
}

function isDropped(node: Element): boolean {
  if (!DROPPED.has(node.tagName)) return node.properties.hidden === true || node.properties.role === "navigation";
  // A page's banner is dropped; the header of an article holds its title.
  return (
    node.tagName !== "header" ||
    !/<h1/.test(JSON.stringify(node.children.map((c) => ("tagName" in c ? `<${c.tagName}` : ""))))
  );
}

function texOf(node: Element): string | null {
  let tex: string | null = null;
  visit(node, "element", (inner) => {
    if (inner.tagName === "annotation" && inner.properties.encoding === "application/x-tex") tex = toText(inner).trim();
  });
  return tex;
}
