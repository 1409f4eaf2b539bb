import type { Nodes } from "mdast";
import { inlineMarkdown } from "./inline.ts";
import { sentences } from "./sentences.ts";
import { visibleText, words } from "./words.ts";

const ASIDE =
  /\b(?:reading|resources?|references|sources|links|connections|prerequisites|practice|exercises|labs|projects|assignments|next steps?|where to go next|acknowledge?ments|about the author|table of contents|changelog|further|outline|recommended|significance|scope)\b/i;

/** Whether a section holds no subject matter: references, exercises, an outline. */
export const isAside = (title: string) => ASIDE.test(title);

const POINTS_BACK =
  /^(?:this|that|these|those|it|its|it['’]s|they|they['’]re|their|he|she|we|we['’]ll|here|there|such|so|thus|hence|also|then|however|instead|otherwise|but|and|or|each of these|both|the (?:above|former|latter|same|result)|similarly|in this case|let['’]s|once|now|where)\b/i;

/** Whether a sentence leans on the one before it and cannot stand alone. */
export const leansBack = (sentence: string) => POINTS_BACK.test(visibleText(sentence));

/** One point of a list: the words of its first paragraph, and how it is headed ("Name: …", "Name — …"), if it is. */
export interface Point {
  line: number;
  text: string;
  head: string | null;
  rest: string;
}

const HEADED = /^(?:\*\*([^*]+?):?\*\*|([\p{Lu}\p{N}"“][^.:;!?→]{1,48}?))\s*(?::|\s[—–-])\s+(.+)$/su;

export function pointOf(node: Nodes): Point {
  const first = "children" in node && node.type === "listItem" ? node.children[0] : node;
  const text = first?.type === "paragraph" ? inlineMarkdown(first.children) : "";
  const headed = HEADED.exec(text);
  return {
    line: node.position?.start.line ?? 1,
    text,
    head: headed ? (headed[1] ?? headed[2] ?? "").trim() : null,
    rest: headed?.[3]?.trim() ?? text,
  };
}

/** Blocks as markdown again: paragraphs and lists; a table as a bare "|"; code, pictures and raw HTML are left out. */
export function blocksMarkdown(blocks: readonly Nodes[]): string {
  const parts: string[] = [];
  for (const block of blocks) {
    if (block.type === "paragraph") parts.push(inlineMarkdown(block.children));
    else if (block.type === "table") parts.push("|");
    else if (block.type === "math") parts.push(`$$\n${block.value}\n$$`);
    else if (block.type === "list") {
      const mark = (i: number) => (block.ordered ? `${i + 1}.` : "-");
      parts.push(block.children.map((item, i) => `${mark(i)} ${pointOf(item).text}`).join("\n"));
    }
  }
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The sentences of an answer that can be ticked one by one; null when they can't. */
export function rubricOf(answer: string, most = 5): string[] | null {
  const text = answer.replace(/\s+/g, " ");
  const numbered = text.split(/\s*\(\d\)\s+/);
  const points = (numbered.length > 2 ? numbered.slice(1) : sentences(text)).filter(
    (point) => words(point).length >= 4,
  );
  return points.length > 0 && points.length <= most ? points : null;
}

/** Text in brackets that repeats or abbreviates: "Layer Normalization (LN)" becomes "Layer Normalization". */
export const withoutBrackets = (text: string) => text.replace(/\s*\([^)]*\)/g, "").trim();

/**
 * Writes a title's words as inside a sentence: a capital is dropped unless the document shows that the word is a name,
 * so that "Why Adam Works" keeps its Adam.
 */
export function asSentence(title: string, names: ReadonlySet<string>): string {
  return title.replace(/(?<![.?!]\s)(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/gu, (word) =>
    names.has(word) ? word : word.toLowerCase(),
  );
}

/** Words that a text never writes small and does write with a capital inside a sentence: its names. */
export function namesIn(text: string): Set<string> {
  const small = new Set(text.match(/(?<![\p{L}\p{N}])\p{Ll}+(?![\p{L}\p{N}])/gu));
  const inside = text.match(/(?<=(?<![\p{L}\p{N}])\p{Ll}+,?[ ])\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/gu) ?? [];
  return new Set(inside.filter((word) => !small.has(word.toLowerCase())));
}
