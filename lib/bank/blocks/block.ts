import { type Directive, FENCE } from "../directive.ts";
import type { Draft } from "../draft.ts";

/** Notes what an author must mend; a block about which anything was said makes no item. */
export type Complain = (line: number, message: string) => void;

/** Reads a block of one kind. */
export type ReadBlock = (block: Directive, complain: Complain) => Draft | null;

/** What a draft of any kind takes from its block. */
export const head = (block: Directive) => ({
  rule: "authored",
  head: block.id,
  line: block.line,
  text: block.lines.join("\n"),
  title: block.id.replaceAll("-", " "),
});

export const joined = (before: string | undefined, line: string) =>
  before ? `${before}\n${line.trim()}` : line.trim();

/** The lines of a block with their place in the note and whether they stand in fenced code. */
export function* numbered(block: Directive) {
  let fence: string | null = null;
  for (const [i, text] of block.lines.entries()) {
    const mark = FENCE.exec(text)?.[1];
    const fenced = fence !== null || mark !== undefined;
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && text.trim() === mark) fence = null;
    yield { text, line: block.line + 1 + i, fenced };
  }
}
