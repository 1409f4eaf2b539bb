import type { Nodes, Parents, PhrasingContent, Root } from "mdast";
import { visit } from "unist-util-visit";

/** Wraps what stands between `==` and `==` within one paragraph, heading or cell in a mark element. */
export function markSpans(tree: Root): void {
  visit(tree, (node: Nodes) => {
    if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") wrapMarks(node);
  });
}

const EDGE = "==";

function wrapMarks(parent: Parents): void {
  const pieces = (parent.children as PhrasingContent[]).flatMap(cutAtEdges);
  const done: PhrasingContent[] = [];
  let open = -1;
  for (const [i, piece] of pieces.entries()) {
    if (!isEdge(piece)) done.push(piece);
    else if (open === -1 && !startsWithSpace(pieces[i + 1])) {
      open = done.length;
      done.push(piece);
    } else if (open !== -1 && open < done.length - 1 && !endsWithSpace(pieces[i - 1])) {
      const children = done.splice(open).slice(1);
      const marked = { type: "emphasis" as const, children, data: { hName: "mark" } };
      done.push(marked);
      open = -1;
    } else done.push(piece);
  }
  parent.children = done as typeof parent.children;
}

function cutAtEdges(node: PhrasingContent): PhrasingContent[] {
  if (node.type !== "text" || !node.value.includes(EDGE)) return [node];
  return node.value
    .split(/(?<!=)(==)(?!=)/)
    .filter((value) => value !== "")
    .map((value) => ({ type: "text", value }));
}

const isEdge = (node: PhrasingContent) => node.type === "text" && node.value === EDGE;
const startsWithSpace = (node: PhrasingContent | undefined) =>
  !node || (node.type === "text" && /^\s/.test(node.value));
const endsWithSpace = (node: PhrasingContent | undefined) => !node || (node.type === "text" && /\s$/.test(node.value));
