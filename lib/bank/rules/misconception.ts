import type { Draft, Extraction, Rejected } from "../draft.ts";
import type { Section } from "../outline.ts";
import { blocksMarkdown, pointOf, rubricOf } from "../prose.ts";
import { lowerFirst } from "../phrase.ts";
import { words } from "../words.ts";

const WARNS = /\b(?:gotchas?|pitfalls?|mistakes?|misconceptions?|myths?|traps?|caveats?)\b/i;
const SIGN = /^(?:⚠️?|❌|🚫|❗️?)\s*/u;
const FEWEST_WORDS = 8;

/** Recall questions from warnings: what is wrong with a claim in quotes, what a pitfall does. */
export function misconceptionItems(sections: readonly Section[]): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (const section of sections) {
    if (!WARNS.test(section.title)) continue;
    for (const block of section.blocks) {
      if (block.type !== "list") continue;
      for (const item of block.children) {
        const { line, text } = pointOf(item);
        const warning = read(text.replace(SIGN, ""));
        const rubric = warning && rubricOf(warning.answer.replace(/^(?:No|False|Wrong|Not so|Myth)[.!:,]\s*/i, ""));
        if (!warning || words(warning.answer).length < FEWEST_WORDS || !rubric) {
          rejected.push({
            rule: "misconception",
            line,
            text,
            reason: "no claim with a refutation of eight words or more",
          });
          continue;
        }
        drafts.push({
          kind: "recall",
          rule: "misconception",
          head: warning.claim,
          line,
          text: blocksMarkdown([block]),
          title: "what is wrong",
          stem: warning.stem,
          answer: warning.answer,
          rubric,
        });
      }
    }
  }
  return { drafts, rejected };
}

function read(text: string): { claim: string; stem: string; answer: string } | null {
  const quoted = /^\**["“](.+?)["”]\**\s*(?::|[—–-]|\*\*:)\s*(.+)$/s.exec(text);
  if (quoted) {
    const [, claim = "", answer = ""] = quoted;
    return { claim, answer, stem: `“${claim}” What is wrong with this claim?` };
  }
  const headed = /^\**([^:*]{3,60}?)\**\s*(?::\**|\s[—–])\s+(.+)$/s.exec(text);
  if (!headed) return null;
  const [, claim = "", answer = ""] = headed;
  if (words(claim).length > 7 || /:/.test(answer.slice(0, 20))) return null;
  if (/≠|!=/.test(claim)) return { claim, answer, stem: `“${claim}.” Why?` };
  return {
    claim,
    answer,
    stem: `A common pitfall: **${lowerFirst(claim)}**. What goes wrong, and what helps against it?`,
  };
}
