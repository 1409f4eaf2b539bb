import type { Nodes } from "mdast";
import { chooseDistractors } from "../distractors.ts";
import type { Draft, Extraction, Rejected } from "../draft.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { isAside, pointOf, withoutBrackets } from "../prose.ts";
import { lowerFirst, lowerTitle } from "../phrase.ts";
import { words } from "../words.ts";

const CHOOSING =
  /\b(?:when to use|what to use|which to use|choice|choosing|how to choose|rules? of thumb|cheat ?sheet)\b/i;
const ARROW = /^([\p{L}][^→]{2,50}?)\s*→\s*([^→]+)$/u;
const FEWEST = 4;

interface Advice {
  situation: string;
  pick: string;
  line: number;
  text: string;
}

/** "In situation X use Y" lists: situation → what to use. Four of them under one lead-in make a decision table. */
export function decisionItems(sections: readonly Section[]): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (const section of sections) {
    if (isAside(section.title)) continue;
    for (const { lead, advice } of tablesOf(section)) {
      if (advice.length < FEWEST) {
        const text = advice.map((entry) => entry.text).join("\n");
        rejected.push({
          rule: "use-when",
          line: advice[0]?.line ?? section.line,
          text,
          reason: `${advice.length} situations, needed ${FEWEST}`,
        });
        continue;
      }
      for (const entry of advice) {
        const stem = `${capital(lowerTitle(lead))}: what is the usual choice for **${lowerFirst(entry.situation)}**?`;
        const chosen = chooseDistractors(
          stem,
          entry.pick,
          advice.map(({ pick }) => pick),
        );
        if ("reason" in chosen)
          rejected.push({ rule: "use-when", line: entry.line, text: entry.text, reason: chosen.reason });
        else {
          drafts.push({
            kind: "choice",
            rule: "use-when",
            head: `${lead} ${entry.situation}`,
            line: entry.line,
            text: entry.text,
            title: "which to use",
            stem,
            options: [{ text: entry.pick, correct: true }, ...chosen.distractors.map((text) => ({ text }))],
            explanation: entry.text,
          });
        }
      }
    }
  }
  return { drafts, rejected };
}

/** The section's decision tables with what is chosen: the section's subject where the lead-in names none. */
function tablesOf(section: Section): { lead: string; advice: Advice[] }[] {
  const tables: { lead: string; advice: Advice[] }[] = [];
  let lead: string | null = null;
  let arrows: Advice[] = [];
  const close = () => {
    if (lead !== null && arrows.length > 1) tables.push({ lead: subject(lead, section), advice: distinct(arrows) });
    arrows = [];
  };
  for (const block of section.blocks) {
    if (block.type === "list") {
      close();
      const advice = block.children.flatMap((item) => colonAdvice(item));
      if (lead !== null && CHOOSING.test(lead) && advice.length > 1)
        tables.push({ lead: subject(lead, section), advice: distinct(advice) });
      lead = null;
      continue;
    }
    const text = block.type === "paragraph" ? inlineMarkdown(block.children) : block.type === "code" ? block.value : "";
    const arrow = block.type === "paragraph" ? ARROW.exec(text) : null;
    if (arrow) {
      const line = block.position?.start.line ?? section.line;
      arrows.push({ situation: arrow[1] ?? "", pick: firstPick(arrow[2] ?? ""), line, text });
    } else {
      close();
      lead = text.trim().endsWith(":")
        ? text.trim().replace(/:$/, "")
        : CHOOSING.test(section.title)
          ? section.title
          : null;
    }
  }
  close();
  return tables.filter(({ lead: name }) => name !== "");
}

function colonAdvice(item: Nodes): Advice[] {
  const { head, rest, line, text } = pointOf(item);
  return head ? [{ situation: head, pick: firstPick(rest), line, text }] : [];
}

/** "ReLU (default) or variants (…)" recommends ReLU. */
const firstPick = (text: string) => withoutBrackets(text.split(/\s+\bor\b\s+|[,;]/)[0] ?? text).replace(/\.$/, "");

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const distinct = (advice: Advice[]) =>
  advice.filter(
    ({ pick, situation }) => words(pick).length > 0 && words(pick).length <= 4 && words(situation).length <= 6,
  );

/** "ACTIVATION CHOICE" names its subject; "When to use what" takes the section's title. */
function subject(lead: string, section: Section): string {
  const own = /^[\p{Lu}\s]+$/u.test(lead) ? lead.charAt(0) + lead.slice(1).toLowerCase() : lead;
  if (words(own).some((word) => !/^(?:when|what|which|to|use|how|choose|rules?|of|thumb|it|the|a)$/.test(word)))
    return own;
  return withoutBrackets(section.title.replace(/\s*[:—–].*$/s, ""));
}
