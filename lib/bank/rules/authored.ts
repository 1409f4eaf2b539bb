import { blocks as known } from "../blocks/blocks.ts";
import type { Complain } from "../blocks/block.ts";
import type { Directive } from "../directive.ts";
import type { Draft } from "../draft.ts";

export interface Authored {
  drafts: Draft[];
  problems: { line: number; message: string }[];
}

/** Items of a note's `:::name{#id}` blocks. */
export function authoredItems(blocks: readonly Directive[]): Authored {
  const result: Authored = { drafts: [], problems: [] };
  for (const block of blocks) {
    const problems: Authored["problems"] = [];
    const draft = readBlock(block, (line, message) => problems.push({ line, message }));
    if (problems.length === 0 && draft) result.drafts.push(draft);
    result.problems.push(...problems);
  }
  return result;
}

function readBlock(block: Directive, complain: Complain): Draft | null {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(block.id)) {
    complain(
      block.line,
      block.id
        ? `"#${block.id}" is not an id: lower-case words joined by hyphens`
        : `:::${block.name} needs an id, as in :::${block.name}{#first-step}`,
    );
    return null;
  }
  const read = Object.hasOwn(known, block.name) ? known[block.name] : undefined;
  if (read) return read(block, complain);
  complain(block.line, `unknown block :::${block.name}; known are ${Object.keys(known).join(", ")}`);
  return null;
}
