/** A `:::name{#id}` … `:::` block of a note, as lines. */
export interface Directive {
  name: string;
  id: string;
  /** 1-based line of the opening. */
  line: number;
  /** The lines between opening and closing, first at `line + 1`. */
  lines: string[];
}

export interface Directives {
  blocks: Directive[];
  /** The text with the blocks' lines emptied, so that line numbers stay true. */
  rest: string;
  problems: { line: number; message: string }[];
}

const OPENING = /^:::[ \t]*([a-z]+)[ \t]*(?:\{#([^}\s]*)\})?[ \t]*$/;
const CLOSING = /^:::[ \t]*$/;
export const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Parts a note's `:::` blocks from its prose. A colon inside a line never opens one; neither does a fenced code block. */
export function partDirectives(text: string): Directives {
  const lines = text.split("\n");
  const rest = [...lines];
  const blocks: Directive[] = [];
  const problems: Directives["problems"] = [];
  let open: Directive | null = null;
  let fence: string | null = null;

  lines.forEach((line, i) => {
    if (open) rest[i] = "";
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
      open?.lines.push(line);
      return;
    }
    if (mark) fence = mark;
    if (!line.startsWith(":::")) {
      open?.lines.push(line);
      return;
    }
    rest[i] = "";
    if (CLOSING.test(line)) {
      if (!open) problems.push({ line: i + 1, message: "a ::: closes a block that was not opened" });
      open = null;
      return;
    }
    const opening = OPENING.exec(line);
    if (!opening) {
      problems.push({ line: i + 1, message: `"${line}" opens no block; expected :::choice{#id} or :::recall{#id}` });
      return;
    }
    if (open) problems.push({ line: i + 1, message: `the block opened in line ${open.line} is not closed by :::` });
    open = { name: opening[1] ?? "", id: opening[2] ?? "", line: i + 1, lines: [] };
    blocks.push(open);
  });
  const unclosed = open as Directive | null;
  if (unclosed) problems.push({ line: unclosed.line, message: `:::${unclosed.name} is not closed by :::` });
  return { blocks, rest: rest.join("\n"), problems };
}
