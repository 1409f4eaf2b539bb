import type { Parent, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";

const processor = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkMath);

/** CommonMark with tables and $maths$ as a tree with positions; `$$…$$` alone in a paragraph is a displayed formula. */
export function parseMarkdown(text: string): Root {
  const tree = processor.parse(text);
  visit(tree, "paragraph", (paragraph, index, parent: Parent | undefined) => {
    const [only, ...others] = paragraph.children;
    if (only?.type !== "inlineMath" || others.length > 0 || !parent || index === undefined) return;
    if (!text.startsWith("$$", only.position?.start.offset)) return;
    parent.children[index] = { type: "math", value: only.value, position: paragraph.position };
  });
  return tree;
}
