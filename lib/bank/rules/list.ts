import type { List, Nodes } from "mdast";
import { chooseDistractors } from "../distractors.ts";
import type { Draft, Extraction, Rejected } from "../draft.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { lowerFirst } from "../phrase.ts";
import { overlap, visibleText, words, wordSet } from "../words.ts";

/** Lead-ins whose lists hold things of one role. */
const ROLES = new Set(
  (
    "causes remedies fixes cures uses applications signs symptoms advantages drawbacks disadvantages pros cons benefits " +
    "strengths weaknesses limitations limits reasons assumptions requirements effects consequences"
  ).split(" "),
);
const ORDERED = /\b(?:steps?|order|sequence|algorithm|procedure|loop|stages|phases)\b/i;
const POINT_WORDS = 14;
const STEPS = { fewest: 3, most: 7 };
/** With fewer steps the three distractors of "what comes next" are not there. */
const NEXT_FROM = 5;

interface RoleList {
  role: string;
  points: string[];
  line: number;
  section: Section;
}

/** Odd one out of a list of causes, remedies … with a sibling list beside it; what comes next in a list of steps. */
export function listItems(sections: readonly Section[]): Extraction {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  const roles: RoleList[] = [];
  for (const section of sections) {
    section.blocks.forEach((block, i) => {
      if (block.type !== "list") return;
      const lead = leadOf(section.blocks[i - 1], section);
      const role = ROLES.has(lastWord(lead)) ? lead : null;
      const line = block.position?.start.line ?? section.line;
      const points = pointsOf(block);
      if (role) roles.push({ role: lowerFirst(role), points, line, section });
      else if (ORDERED.test(lead) && (block.ordered || ORDERED.test(lead)))
        steps(block, lead, section, drafts, rejected);
    });
  }
  for (const list of roles) oddOneOut(list, roles, drafts, rejected);
  return { drafts, rejected };
}

function leadOf(before: Nodes | undefined, section: Section): string {
  if (before?.type === "paragraph") {
    const text = inlineMarkdown(before.children).replaceAll("*", "").trim();
    if (text.endsWith(":")) return text.slice(0, -1).trim();
  }
  return section.title;
}

const lastWord = (text: string) => words(text).at(-1) ?? "";

function pointsOf(list: List): string[] {
  return list.children.map((item) => {
    const first = item.children[0];
    return first?.type === "paragraph"
      ? inlineMarkdown(first.children)
          .replaceAll("==", "")
          .replace(/[.;,]$/, "")
      : "";
  });
}

function oddOneOut(list: RoleList, all: readonly RoleList[], drafts: Draft[], rejected: Rejected[]): void {
  const text = list.points.join("\n");
  const reject = (reason: string): void => {
    rejected.push({ rule: "list", line: list.line, text, reason });
  };
  const sibling = all.find(
    (other) => other !== list && other.role !== list.role && other.section.title === list.section.title,
  );
  if (!sibling) return reject("no sibling list of another role beside it");
  const mine = list.points.filter(short);
  if (mine.length < 3) return reject(`${mine.length} short points, needed 3`);
  const subject = subjectOf(list.section);
  const stem = `Which of these is **not** among the ${list.role} of ${subject}?`;
  for (const odd of sibling.points.filter(short)) {
    if (mine.some((point) => overlap(wordSet(point), wordSet(odd)) > 0.4)) continue;
    const chosen = chooseDistractors(stem, odd, mine);
    if ("reason" in chosen) continue;
    drafts.push({
      kind: "choice",
      rule: "list",
      head: `not ${list.role} ${subject}`,
      line: list.line,
      text,
      title: "odd one out",
      stem,
      options: [
        { text: odd, correct: true, why: `It stands among the ${sibling.role}.` },
        ...chosen.distractors.map((point) => ({ text: point })),
      ],
    });
    return;
  }
  reject("no point of the sibling list is fit to be the odd one out");
}

function steps(list: List, lead: string, section: Section, drafts: Draft[], rejected: Rejected[]): void {
  const line = list.position?.start.line ?? section.line;
  const points = pointsOf(list).map((point) => headOf(point));
  const text = points.join("\n");
  if (points.length < STEPS.fewest || points.length > STEPS.most || points.some((point) => point === "")) {
    rejected.push({
      rule: "list",
      line,
      text,
      reason: `${points.length} steps, expected ${STEPS.fewest} to ${STEPS.most}`,
    });
    return;
  }
  const where = words(lead).length > 4 ? `${capital(lead)}.` : `${capital(subjectOf(section) || lead)}:`;
  const ordered = points.map((point, n) => `${n + 1}. ${point}`).join("\n");
  drafts.push({
    kind: "recall",
    rule: "list",
    head: `steps ${lead}`,
    line,
    text,
    title: "name the steps",
    stem: `${where} ${where.endsWith(":") ? "name" : "Name"} its steps in order.`,
    answer: ordered,
    rubric: points,
  });
  if (points.length < NEXT_FROM) return;
  points.slice(1).forEach((next, i) => {
    const before = points[i] ?? "";
    const stem = `${where} ${where.endsWith(":") ? "which" : "Which"} step comes directly after *${before}*?`;
    const chosen = chooseDistractors(
      stem,
      next,
      points.filter((point) => point !== next && point !== before),
    );
    if ("reason" in chosen) rejected.push({ rule: "list", line, text: before, reason: chosen.reason });
    else {
      drafts.push({
        kind: "choice",
        rule: "list",
        head: `after ${before}`,
        line,
        text,
        title: "what comes next",
        stem,
        options: [{ text: next, correct: true }, ...chosen.distractors.map((point) => ({ text: point }))],
        explanation: ordered,
      });
    }
  });
}

/** The name of a step that carries its explanation behind a dash or colon. */
const headOf = (point: string) => point.split(/\s+[—–]\s+|:\s+/)[0]?.trim() ?? point;
const short = (point: string) => words(point).length > 0 && words(point).length <= POINT_WORDS;
const subjectOf = (section: Section) => lowerFirst(visibleText(section.title.replace(/\s*[([:—–].*$/s, "")));
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
