import { unsureSource } from "./filters.ts";
import { inlineMarkdown } from "./inline.ts";
import type { Section } from "./outline.ts";
import { leansBack, pointOf, withoutBrackets } from "./prose.ts";
import type { Term } from "./rules/term.ts";
import { sentences } from "./sentences.ts";
import { visibleText, words } from "./words.ts";

const DEFINITION =
  /^(An?\s+|The\s+)?\*{0,2}([\p{L}][\p{L}\p{N}\s'’/-]{2,40}?)\*{0,2}(?:\s+\([^)]*\))?\s+(is|are)\s+((?:an?|the)\s+.+)$/su;
const FILLER = /^(?:(?:these|this|they|it)\s+(?:are|is)\s+(?:not\s+\S+\s+\S+\s+\S+\s+but\s+)?|refers to\s+|means\s+)/i;

/** What a foreign document explains: bold or headed list points, and "X is a …" sentences that open a paragraph. */
export function* foreignTerms(section: Section): Generator<Term> {
  const asks = /\?$|^(?:why|how|what)\b/i.test(section.title);
  for (const [i, block] of section.blocks.entries()) {
    if (block.type === "paragraph") {
      const line = block.position?.start.line ?? section.line;
      const text = inlineMarkdown(block.children);
      const definition = DEFINITION.exec(sentences(text)[0] ?? "");
      const { head, rest } = pointOf(block);
      if (definition) {
        const [, article = "", term = "", verb = "is", gloss = ""] = definition;
        yield { term, gloss: bare(gloss), line, text, ask: `What ${verb} ${article.toLowerCase()}**${term}**?` };
      } else if (head && block.children[0]?.type === "strong") yield { term: head, gloss: bare(rest), line, text };
    } else if (block.type === "list" && !(asks || ledByQuestion(section, i))) {
      for (const item of block.children) {
        const { head, rest, line, text } = pointOf(item);
        if (head) yield { term: withoutBrackets(head), gloss: bare(rest), line, text };
      }
    }
  }
}

function ledByQuestion(section: Section, at: number): boolean {
  const before = section.blocks[at - 1];
  return before?.type === "paragraph" && /^(?:why|how|when|what)\b.*:$|:$/is.test(inlineMarkdown(before.children));
}

/** The first sentence of a gloss, without "These are" and without its full stop. */
function bare(gloss: string): string {
  const [sentence = ""] = sentences(gloss.trim());
  return sentence
    .replace(FILLER, "")
    .replace(/[.;:]$/, "")
    .trim();
}

const LABEL =
  /^(?:what|why|how|when|where|who|which|note|tip|warning|example|analogy|definition|key\b.*|goal|idea|intuition|input|inputs|output|outputs|image|bias|remed(?:y|ies)|signs?|step|layer|level|part|chapter|figure|table|next|beginner|intermediate|advanced|difficulty|result|summary|bit|tl;dr|q|a|common\b.*|the\b.*|this|it|there|one|each|every|here|that|they|he|we|you|overview|introduction|conclusion|basics?|.*\b(?:challenges?|components?|example|architecture|evolution|problem|view|cost|picture))$/i;
const TASK =
  /^(?:implement|extend|use|build|train|benchmark|plot|read|see|write|try|add|start|think|imagine|consider|let|compare|apply|make|note|remember|choose|where)\b/i;
const SCENE =
  /^(?:in|on|at|for|when|while|during|if|after|before|once|without|with|as|by|from|to|think|something|traditional|getting|we|you|how|what|why|because|since|although|most|many|some|surprisingly|used)\b/i;

/** Why a foreign term is not asked: a label rather than a term, a gloss that leans on its surroundings or is unsure. */
export function refuseForeign(term: string, gloss: string): string | null {
  const name = visibleText(term);
  if (LABEL.test(name) || /^(?:where|this|that|these|here|there|it|what|how|why)\b/i.test(name) || /\d/.test(name))
    return `"${name}" is a label, not a term`;
  if (!/\p{L}{3}/u.test(name) || words(name).length > 4 || /\b(?:the|an?|your|its|single|this)\b/i.test(name))
    return `"${name}" is no term`;
  if (/\?/.test(gloss)) return "the gloss asks";
  if (TASK.test(gloss)) return "the gloss is a task";
  if (leansBack(gloss) || SCENE.test(gloss)) return "the gloss leans on what surrounds it";
  if (/\b(?:we|you|your|our|us)\b|["“”]|\(e\.g/i.test(gloss)) return "the gloss talks to the reader or in pictures";
  if (/[→←=]|\bhttps?:/.test(gloss)) return "the gloss is a formula or a link";
  return unsureSource(gloss);
}
