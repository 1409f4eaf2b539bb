import type { Root, RootContent } from "mdast";
import { inlineMarkdown } from "./inline.ts";

/** What stands under one heading, up to the next. */
export interface Section {
  /** The heading in markdown; the document's title for what stands before the first heading. */
  title: string;
  /** Headings above this one, outermost first. */
  trail: string[];
  /** 0 for what stands before the first heading. */
  depth: number;
  /** 1-based line of the heading. */
  line: number;
  blocks: RootContent[];
}

/** The tree cut at its headings, in order. */
export function outline(root: Root, title: string): Section[] {
  const sections: Section[] = [{ title, trail: [], depth: 0, line: 1, blocks: [] }];
  let above: { depth: number; title: string }[] = [];
  for (const node of root.children) {
    if (node.type !== "heading") {
      sections.at(-1)?.blocks.push(node);
      continue;
    }
    above = above.filter((heading) => heading.depth < node.depth);
    const name = inlineMarkdown(node.children);
    sections.push({
      title: name || title,
      trail: above.map((heading) => heading.title),
      depth: node.depth,
      line: node.position?.start.line ?? 1,
      blocks: [],
    });
    above.push({ depth: node.depth, title: name });
  }
  return sections.filter((section) => section.blocks.length > 0 || section.depth > 0);
}
