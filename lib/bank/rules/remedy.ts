import type { Draft, Extraction, Rejected } from "../draft.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { asSentence, isAside, withoutBrackets } from "../prose.ts";
import { sentences } from "../sentences.ts";
import { visibleText, words } from "../words.ts";

const ROLE =
  /^\**(remed(?:y|ies)|fix(?:es)?|cures?|solutions?|signs?|symptoms?|causes?|advantages?|drawbacks?|disadvantages?|benefits?|limitations?)\**:\**\s+(.+)$/is;
const MOST = 6;

/** "Remedies: a, b, c." inside a section on a problem: name them. */
export function remedyItems(sections: readonly Section[], names: ReadonlySet<string>): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (const section of sections) {
    if (isAside(section.title)) continue;
    for (const block of section.blocks) {
      if (block.type !== "paragraph") continue;
      const parts = sentences(inlineMarkdown(block.children));
      for (const sentence of parts) {
        const found = ROLE.exec(sentence);
        if (!found) continue;
        const [, role = "", listed = ""] = found;
        const line = block.position?.start.line ?? section.line;
        const points = enumerated(listed.replace(/\.$/, ""));
        if (
          words(section.title).length > 6 ||
          points.length > MOST ||
          points.some((point) => words(point).length === 0)
        ) {
          rejected.push({
            rule: "remedy",
            line,
            text: sentence,
            reason: `${points.length} points under "${visibleText(section.title)}"`,
          });
          continue;
        }
        const subject = asSentence(withoutBrackets(section.title), names);
        const many = points.length > 1;
        drafts.push({
          kind: "recall",
          rule: "remedy",
          head: `${role} ${section.title}`,
          line,
          text: sentence,
          title: role.toLowerCase(),
          stem: `${ask(role.toLowerCase(), many)} **${lower(subject)}**?`,
          answer: listed,
          rubric: points,
        });
      }
    }
  }
  return { drafts, rejected };
}

const lower = (subject: string) => subject.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());

function ask(role: string, many: boolean): string {
  if (/^(?:remed|fix|cure|solution)/.test(role)) return "What helps against";
  if (/^(?:sign|symptom)/.test(role)) return "By what do you recognise";
  if (role.startsWith("cause")) return "What causes";
  return `What ${many ? "are" : "is"} the ${many && !role.endsWith("s") ? `${role}s` : role} of`;
}

/** Splits at commas outside brackets, and at a last "and" or "or". */
function enumerated(text: string): string[] {
  const parts = text.split(/,\s+(?![^(]*\))/);
  const all = parts.length > 1 ? parts : text.split(/\s+or\s+(?![^(]*\))(?=\p{Ll})/u);
  return all.map((part) => part.replace(/^(?:and|or)\s+/, "").trim());
}
