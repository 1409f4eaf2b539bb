import type { Nodes } from "mdast";
import { toString as textOf } from "mdast-util-to-string";
import type { Draft, Extraction, Rejected } from "../draft.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { sentences } from "../sentences.ts";
import { stem, visibleText, words } from "../words.ts";

const MARK = /==(?=\S)(.+?)(?<=\S)==/gs;
const ANSWER_WORDS = 4;
/** A sentence that begins so leans on the one before it. */
const DANGLING = /^(?:this|that|these|those|it|its|they|their|so|thus|hence|then|here|there|therefore|such|both)\b/i;
const SENTENCE_WORDS = { fewest: 6, most: 60 };

/** A gap for each `==marked==` phrase: the sentence around it with that phrase left out. */
export function clozeItems(sections: readonly Section[], conceptTitle: string): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (const section of sections) {
    for (const { node, markdown } of proseOf(section.blocks)) {
      for (const sentence of sentences(markdown)) {
        const marks = [...sentence.matchAll(MARK)];
        for (const mark of marks) {
          const line = lineOf(node, mark[1] ?? "", section.line);
          const answer = visibleText(mark[1] ?? "");
          const before = sentence.slice(0, mark.index).replace(MARK, "$1");
          const after = sentence.slice(mark.index + mark[0].length).replace(MARK, "$1");
          const reason = refuse(mark[1] ?? "", answer, before, after);
          if (reason) {
            rejected.push({ rule: "cloze", line, text: sentence, reason });
            continue;
          }
          drafts.push({
            kind: "cloze",
            rule: "cloze",
            head: answer,
            line,
            text: sentence,
            title: "fill the gap",
            cloze: named(`${before}[[1]]${after}`, conceptTitle),
            blanks: [[answer]],
          });
        }
      }
    }
  }
  return { drafts, rejected };
}

function refuse(marked: string, answer: string, before: string, after: string): string | null {
  if (/\$/.test(marked)) return "a gap holds words, not a formula";
  const count = words(answer).length;
  if (count === 0 || count > ANSWER_WORDS) return `a gap of ${count} words, expected 1 to ${ANSWER_WORDS}`;
  const around = words(`${before} ${after}`);
  if (around.length < SENTENCE_WORDS.fewest || around.length > SENTENCE_WORDS.most) {
    return `a sentence of ${around.length} words around the gap, expected ${SENTENCE_WORDS.fewest} to ${SENTENCE_WORDS.most}`;
  }
  if (DANGLING.test(visibleText(before))) return "the sentence leans on the one before it";
  const shown = new Set(around.map(stem));
  if (words(answer).every((word) => shown.has(stem(word)))) return "the sentence gives the gap's words away";
  return null;
}

/** Names the concept in front unless the sentence does so itself. */
function named(text: string, conceptTitle: string): string {
  const inText = new Set(words(text).map(stem));
  return words(conceptTitle).every((word) => inText.has(stem(word))) ? text : `*${conceptTitle}:* ${text}`;
}

function* proseOf(blocks: readonly Nodes[]): Generator<{ node: Nodes; markdown: string }> {
  for (const block of blocks) {
    if (block.type === "paragraph") {
      const markdown = inlineMarkdown(block.children);
      if (markdown.includes("==")) yield { node: block, markdown };
    } else if (block.type === "list" || block.type === "listItem" || block.type === "blockquote") {
      yield* proseOf(block.children);
    }
  }
}

/** The line of the paragraph on which the marked words stand. */
function lineOf(node: Nodes, marked: string, fallback: number): number {
  const start = node.position?.start.line ?? fallback;
  const source = textOf(node);
  const at = source.indexOf(`==${visibleText(marked)}`);
  return at === -1 ? start : start + (source.slice(0, at).match(/\n/g)?.length ?? 0);
}
