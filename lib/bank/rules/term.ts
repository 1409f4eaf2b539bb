import type { Draft, Extraction, Rejected } from "../draft.ts";
import { chooseDistractors } from "../distractors.ts";
import { foreignTerms, refuseForeign } from "../foreign-term.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { meaningful, overlap, stem, words, wordSet } from "../words.ts";

/** A term with what it means. */
export interface Term {
  term: string;
  gloss: string;
  line: number;
  text: string;
  /** "What is a …?", where the source defines it in a sentence. */
  ask?: string;
}

/** `note`: paragraphs `**Term** — gloss` alone. `foreign`: whatever explains a term (see `foreignTerms`). */
export type Style = "note" | "foreign";

const GLOSS_WORDS = { fewest: 4, most: 40 };
/** Above this overlap two glosses may mean the same thing. */
const SAME_MEANING = 0.5;

/** The terms explained in `sections`, and those left out with the reason. */
export function findTerms(sections: readonly Section[], style: Style): { terms: Term[]; rejected: Rejected[] } {
  const terms: Term[] = [];
  const rejected: Rejected[] = [];
  for (const section of sections) {
    const candidates = style === "note" ? ownParagraphs(section) : foreignTerms(section);
    for (const candidate of candidates) {
      const { term, gloss, line, text } = candidate;
      const known = terms.some((other) => sameTerm(other.term, term));
      const reason = known && style === "foreign" ? "explained once already" : refuse(term, gloss, style);
      if (reason) rejected.push({ rule: "term", line, text, reason });
      else terms.push(candidate);
    }
  }
  return { terms, rejected };
}

/** A note's `**Term** — gloss` paragraphs. */
function* ownParagraphs(section: Section): Generator<Term> {
  for (const block of section.blocks) {
    if (block.type !== "paragraph") continue;
    const [first, ...rest] = block.children;
    const gloss = first?.type === "strong" ? /^[—–]\s+(.+)$/s.exec(inlineMarkdown(rest))?.[1] : undefined;
    if (first?.type !== "strong" || gloss === undefined) continue;
    const line = block.position?.start.line ?? section.line;
    yield {
      term: inlineMarkdown(first.children),
      gloss: gloss.replace(/\.$/, ""),
      line,
      text: inlineMarkdown(block.children),
    };
  }
}

function refuse(term: string, gloss: string, style: Style): string | null {
  const count = words(gloss).length;
  if (count < GLOSS_WORDS.fewest || count > GLOSS_WORDS.most) {
    return `a gloss of ${count} words, expected ${GLOSS_WORDS.fewest} to ${GLOSS_WORDS.most}`;
  }
  if (words(term).length > 5) return "the term is longer than five words";
  const inGloss = meaningful(gloss, 3);
  for (const word of meaningful(term, 3)) {
    if (inGloss.has(word)) return `the gloss holds the term's own word "${word}…"`;
  }
  return style === "foreign" ? refuseForeign(term, gloss) : null;
}

/**
 * One question about each of the `own` terms: which term a gloss describes or, where no terms are fit to stand beside
 * it, what the term means. Distractors come from the terms beside it (`own` first, then `siblings`).
 */
export function termItems(own: readonly Term[], siblings: readonly Term[]): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (const entry of own) {
    const apart = (other: Term) =>
      !sameTerm(other.term, entry.term) && overlap(wordSet(other.gloss), wordSet(entry.gloss)) < SAME_MEANING;
    const near = own.filter(apart);
    const all = [...near, ...siblings.filter((other) => !own.includes(other)).filter(apart)];
    const forward = `Which term does this describe?\n\n> ${capital(entry.gloss)}.`;
    const backward = `**${entry.term}**: what does this term mean?`;
    const add = (rule: string, title: string, question: string, of: (term: Term) => string) => {
      const chosen = fromNearest(question, of(entry), [near.map(of), all.map(of)]);
      if ("reason" in chosen) rejected.push({ rule, line: entry.line, text: entry.text, reason: chosen.reason });
      else {
        drafts.push({
          kind: "choice",
          rule,
          head: entry.term,
          line: entry.line,
          text: entry.text,
          title,
          stem: question,
          options: [{ text: of(entry), correct: true }, ...chosen.distractors.map((text) => ({ text }))],
          explanation: `**${entry.term}** — ${entry.gloss}.`,
        });
      }
      return !("reason" in chosen);
    };
    const asked = add("term", "name the term", forward, (other) => other.term);
    const explained = !asked && add("gloss", "what it means", backward, (other) => capital(other.gloss));
    if (!asked && !explained && entry.ask) drafts.push(definition(entry, entry.ask));
  }
  return { drafts, rejected };
}

function definition(entry: Term, ask: string): Draft {
  return {
    kind: "recall",
    rule: "term",
    head: `what ${entry.term}`,
    line: entry.line,
    text: entry.text,
    title: "define",
    stem: ask,
    answer: entry.text,
    rubric: [capital(entry.gloss)],
  };
}

const sameTerm = (a: string, b: string) => words(a).map(stem).join(" ") === words(b).map(stem).join(" ");

function fromNearest(stem: string, key: string, pools: readonly string[][]) {
  let chosen: ReturnType<typeof chooseDistractors> = { reason: "no other terms" };
  for (const pool of pools) {
    chosen = chooseDistractors(stem, key, pool);
    if ("distractors" in chosen) break;
  }
  return chosen;
}

const capital = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
