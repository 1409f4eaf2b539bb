import type { Nodes } from "mdast";
import type { Draft, Extraction, Rejected } from "../draft.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { asSentence, blocksMarkdown, isAside, pointOf, rubricOf } from "../prose.ts";
import { sentences } from "../sentences.ts";
import { visibleText, words } from "../words.ts";

const ASKS =
  /^(?:what|why|how|when|which|where|who|can you|could you|explain|describe|name|define|compare|is|are|does|do|should)\b/i;
/** A title that asks without a question mark: "Why Depth Matters", "How networks learn". */
const CLAUSE = /^(?:why|how)\s+(?!to\b|do\b|does\b|is\b|are\b|can\b)\S+\s+\S+/i;
const ANSWER_WORDS = { fewest: 10, most: 220 };
const STEM_WORDS = { fewest: 3, most: 45 };

/** Recall questions from "Q:"/"A:" pairs, headings that ask, and lead-ins "Why …:" over a list. */
export function questionItems(sections: readonly Section[], names: ReadonlySet<string>): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  const add = (line: number, stem: string, answer: string, rubric: string[] | null) => {
    const reason = refuse(stem, answer, rubric);
    if (reason) rejected.push({ rule: "question", line, text: stem, reason });
    else {
      drafts.push({
        kind: "recall",
        rule: "question",
        head: stem,
        line,
        text: `${stem}\n${answer}`,
        title: "explain",
        stem,
        answer,
        rubric: rubric ?? [],
      });
    }
  };
  for (const section of sections) {
    if (isAside(section.title)) continue;
    const pairs = pairsOf(section.blocks);
    for (const { line, question, answer } of pairs) add(line, question, answer, rubricOf(answer));
    const stem = askedBy(section.title, names);
    if (stem && pairs.length === 0) {
      const blocks = answerBlocks(section.blocks);
      add(section.line, stem, blocksMarkdown(blocks), pointsOf(blocks));
    }
    section.blocks.forEach((block, i) => {
      if (block.type !== "paragraph") return;
      const inside = askedInside(inlineMarkdown(block.children), names);
      if (inside)
        add(block.position?.start.line ?? section.line, inside.question, inside.answer, rubricOf(inside.answer));
      const list = section.blocks[i + 1];
      if (list?.type !== "list") return;
      const lead = inlineMarkdown(block.children).replaceAll("*", "").trim();
      const asked = lead.endsWith(":") ? askedBy(lead.slice(0, -1), names) : null;
      if (asked) add(block.position?.start.line ?? section.line, asked, blocksMarkdown([list]), pointsOf([list]));
    });
  }
  return { drafts, rejected };
}

/** The title as a question or a task that can stand alone, or null when it does not ask. */
function askedBy(title: string, names: ReadonlySet<string>): string | null {
  const text = title.replace(/\s*[—–].*$/s, "").trim();
  if (text.endsWith("?") && ASKS.test(text)) return text.charAt(0) + asSentence(text.slice(1), names);
  const clause = text.replace(/\s*\([^)]*\)$/, "");
  if (!CLAUSE.test(clause) || /[:?]/.test(clause)) return null;
  const asked = asSentence(clause, names);
  return `Explain ${asked.charAt(0).toLowerCase()}${asked.slice(1)}.`;
}

/** "Why Adam Works: …", "Why cross-entropy? …" and "… theorem: …" at the head of a paragraph. */
function askedInside(text: string, names: ReadonlySet<string>): { question: string; answer: string } | null {
  const plain = text.replace(/^\*\*([^*]+)\*\*/, "$1");
  const theorem = /^((?:[\p{L}-]+ ){1,5}(?:theorem|law|lemma|principle))\s*:\s+(.+)$/isu.exec(plain);
  if (theorem)
    return { question: `What does the **${asSentence(theorem[1] ?? "", names)}** say?`, answer: theorem[2] ?? "" };
  const why = /^(why [^.:?]{3,60})([:?])\s+(.+)$/is.exec(plain);
  if (!why) return null;
  const [, asked = "", mark, answer = ""] = why;
  const question = askedBy(mark === "?" ? `${asked}?` : asked, names);
  return question ? { question, answer } : null;
}

function pairsOf(blocks: readonly Nodes[]): { line: number; question: string; answer: string }[] {
  const lines = blocks.flatMap((block) => {
    if (block.type === "list") return block.children.map((item) => pointOf(item));
    return block.type === "paragraph" ? [pointOf(block)] : [];
  });
  const pairs: { line: number; question: string; answer: string }[] = [];
  for (const [i, { text, line }] of lines.entries()) {
    const plain = text.replace(/^\*\*((?:Q|Question)\s*\d*)\s*[:.]?\*\*\s*[:.]?/i, "$1: ");
    const asked =
      /^(?:Q|Question)\s*\d*\s*[:.]\s*(.+?)(?:\s+(?:\*\*)?A(?:nswer)?\s*\d*\s*[:.](?:\*\*)?\s*(.+))?$/is.exec(plain);
    if (!asked) continue;
    const next = (lines[i + 1]?.text ?? "").replace(/^\*\*((?:A|Answer)\s*\d*)\s*[:.]?\*\*\s*[:.]?/i, "$1: ");
    const answer = asked[2] ?? /^A(?:nswer)?\s*\d*\s*[:.]\s*(.+)$/is.exec(next)?.[1];
    if (answer) pairs.push({ line, question: (asked[1] ?? "").trim(), answer: answer.trim() });
  }
  return pairs;
}

/** What answers a heading: its prose and lists, up to a rule, an example or an outlook. */
function answerBlocks(blocks: readonly Nodes[]): Nodes[] {
  const ends = (block: Nodes) =>
    block.type === "thematicBreak" || (block.type === "paragraph" && ENDS.test(inlineMarkdown(block.children)));
  const end = blocks.findIndex(ends);
  return blocks
    .slice(0, end === -1 ? undefined : end)
    .filter((block) => block.type !== "code" && block.type !== "html");
}

/** Rubric points: those of the list when the answer is built around one, otherwise its sentences. */
function pointsOf(blocks: readonly Nodes[]): string[] | null {
  const lists = blocks.filter((block) => block.type === "list");
  const [list] = lists;
  if (list && lists.length === 1 && list.children.length >= 2 && list.children.length <= 6) {
    const points = list.children.map((item) => {
      const { head, rest, text } = pointOf(item);
      return head ? `**${head}** — ${sentences(rest)[0] ?? rest}` : (sentences(text)[0] ?? text);
    });
    return [...blocks.flatMap(formulaOf), ...points];
  }
  return lists.length > 0 ? null : rubricOf(blocksMarkdown(blocks));
}

/** A paragraph that is nothing but an equation in bold is part of what must be said. */
function formulaOf(block: Nodes): string[] {
  if (block.type !== "paragraph" || block.children.length !== 1 || block.children[0]?.type !== "strong") return [];
  const text = inlineMarkdown(block.children);
  return /[=≈]/.test(text) ? [text] : [];
}

/** Examples, and outlooks on what comes later in the document, are no part of an answer. */
const ENDS = /^(?:\*\*)?(?:for )?example\b.{0,40}:|\bin the next (?:level|article|chapter|section|lesson)\b/i;
const ELSEWHERE =
  /\b(?:next|previous|following) (?:level|article|chapter|section|lesson|post)\b|\bwe['’]ll (?:cover|see|dive|discuss)\b/i;

function refuse(stem: string, answer: string, rubric: string[] | null): string | null {
  const asked = words(stem).length;
  if (asked < STEM_WORDS.fewest || asked > STEM_WORDS.most) return `a question of ${asked} words`;
  if (/\b(?:this|these|those|above|below|following)\b/i.test(stem)) return "the question points outside itself";
  const answered = words(answer).length;
  if (answered < ANSWER_WORDS.fewest || answered > ANSWER_WORDS.most) return `an answer of ${answered} words`;
  if (/\|/.test(answer)) return "the answer is a table";
  if (rubric === null) return "the answer has too many points, or none, for a rubric";
  if (ELSEWHERE.test(answer)) return "the answer points elsewhere";
  if (visibleText(rubric.at(-1) ?? "").endsWith(":")) return "the answer breaks off at a colon";
  if (rubric.filter((point) => /^\*\*\p{L}+ \d/u.test(point)).length > 1) return "the points are numbered examples";
  return null;
}
