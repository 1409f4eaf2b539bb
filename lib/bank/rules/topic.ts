import type { Draft, Extraction, Rejected } from "../draft.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { asSentence, isAside, withoutBrackets } from "../prose.ts";
import { sentences } from "../sentences.ts";
import { visibleText, words } from "../words.ts";

const TITLE_WORDS = 4;
const PURPOSE =
  /\b(?:prevents?|stabili[sz]es?|reduces?|ensures?|forces?|avoids?|controls?|measures?|penali[sz]es?|makes? it|allows?|keeps?|helps?)\b/i;
/** Sentences that other rules read: a problem's signs and remedies. */
const ROLE = /^\**(?:remed|fix|cure|solution|sign|symptom|cause)/i;
const OUTSIDE = /\b(?:we|let['’]s|you|your|article|chapter|level|lesson|section)\b|\?/i;
const GENERAL =
  /\b(?:overview|introduction|conclusion|summary|example|challenges?|components?|tricks|basics|practice|architecture|evolution|problem|picture|view|cost|details|intuition|rule|network|networks|layers?|step|steps)\b/i;
const POINTS = { fewest: 2, most: 4 };

/** A section on one technique that says what it is for: explain it, its sentences being the points. */
export function topicItems(sections: readonly Section[], names: ReadonlySet<string>): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (const section of sections) {
    const name = withoutBrackets(section.title);
    if (
      section.depth < 2 ||
      /^(?:why|how|what|when)\b/i.test(name) ||
      isAside(name) ||
      GENERAL.test(name) ||
      /[:?—–&/]/.test(name) ||
      words(name).length > TITLE_WORDS
    )
      continue;
    const prose = section.blocks.flatMap((block) =>
      block.type === "paragraph" ? [inlineMarkdown(block.children)] : [],
    );
    if (prose.flatMap((text) => sentences(text)).some((sentence) => ROLE.test(sentence))) continue;
    const points = prose
      .flatMap((text) => sentences(text))
      .filter(isPoint)
      .map(ended);
    const reason = refuse(points, prose);
    if (reason) {
      rejected.push({ rule: "topic", line: section.line, text: section.title, reason });
      continue;
    }
    drafts.push({
      kind: "recall",
      rule: "topic",
      head: name,
      line: section.line,
      text: prose.join("\n"),
      title: "explain",
      stem: `Explain **${asSentence(name, names)}**: what is done, and what for?`,
      answer: prose.map((text) => text.replace(/:$/, ".")).join("\n\n"),
      rubric: points,
    });
  }
  return { drafts, rejected };
}

const isPoint = (sentence: string) =>
  !/\bfollow\w*:$|\bis:$/.test(visibleText(sentence)) && !/^where\b/i.test(sentence) && words(sentence).length >= 5;

/** A sentence that led up to a formula stands as a sentence without it. */
const ended = (sentence: string) => sentence.replace(/:$/, ".");

function refuse(points: readonly string[], prose: readonly string[]): string | null {
  if (points.length < POINTS.fewest || points.length > POINTS.most) {
    return `${points.length} sentences, expected ${POINTS.fewest} to ${POINTS.most}`;
  }
  if (!points.some((point) => PURPOSE.test(point))) return "no sentence says what it is for";
  if (prose.some((text) => OUTSIDE.test(visibleText(text)))) return "the text talks to the reader or points elsewhere";
  return null;
}
