import { visit } from "unist-util-visit";
import { decode } from "./decode.ts";
import { parseDocument } from "./parse.ts";

/** A program that a document shows. */
export interface CodeBlock {
  /** 1-based line of its first line in the document. */
  readonly line: number;
  readonly source: string;
}

const PYTHON = /^(?:python3?|py)$/i;

/** The blocks of Python in a document, in order. */
export function codeBlocks(bytes: Uint8Array, name: string): CodeBlock[] {
  const { root } = parseDocument(decode(bytes).text, name);
  const blocks: CodeBlock[] = [];
  visit(root, "code", ({ lang, value, position }) => {
    if (!PYTHON.test(lang ?? "")) return;
    blocks.push({ line: (position?.start.line ?? 0) + 1, source: value.replace(/\s+$/, "") });
  });
  return blocks;
}
