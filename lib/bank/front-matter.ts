import { parse, YAMLParseError } from "yaml";

export interface FrontMatter {
  /** The yaml as a plain value; undefined when the text has none. */
  data: unknown;
  /** The text with the front matter's lines emptied, so that line numbers stay true. */
  rest: string;
  /** Why the yaml could not be read. */
  error?: { line: number; message: string };
}

/** Parts a text that opens with `---` from its yaml front matter. */
export function frontMatter(text: string): FrontMatter {
  if (!/^---[ \t]*(?:\n|$)/.test(text)) return { data: undefined, rest: text };
  const lines = text.split("\n");
  const end = lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  if (end === -1) return { data: undefined, rest: text };
  const rest = lines.map((line, i) => (i <= end ? "" : line)).join("\n");
  try {
    return { data: parse(lines.slice(1, end).join("\n")) ?? undefined, rest };
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = (error.linePos?.[0].line ?? 1) + 1;
    return { data: undefined, rest, error: { line, message: error.message.split("\n")[0] ?? "not yaml" } };
  }
}
