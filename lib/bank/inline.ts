import type { Nodes, PhrasingContent } from "mdast";
import type {} from "remark-math";

/**
 * Phrasing content as markdown again: text escaped, formulas, emphasis and code kept, links reduced to their words,
 * pictures and raw HTML dropped.
 */
export function inlineMarkdown(nodes: readonly Nodes[]): string {
  return nodes.map(write).join("").replace(/\s+/g, " ").trim();
}

function write(node: Nodes): string {
  switch (node.type) {
    case "text":
      return escapeText(node.value);
    case "inlineCode":
      return node.value.includes("`") ? `\`\` ${node.value} \`\`` : `\`${node.value}\``;
    case "inlineMath":
      return `$${node.value}$`;
    case "strong":
      return wrapped(node.children, "**");
    case "emphasis":
      return wrapped(node.children, "*");
    case "break":
      return " ";
    case "html":
    case "image":
    case "imageReference":
    case "footnoteReference":
      return "";
    default:
      return "children" in node ? (node.children as PhrasingContent[]).map(write).join("") : "";
  }
}

function wrapped(children: readonly Nodes[], mark: string): string {
  const inner = children.map(write).join("");
  const text = inner.trim();
  if (text === "") return inner;
  const start = inner.length - inner.trimStart().length;
  return inner.slice(0, start) + mark + text + mark + inner.slice(start + text.length);
}

function escapeText(value: string): string {
  return value
    .replace(/[\\`*$[\]<~]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/&(?=#?\w+;)/g, "\\&");
}
