import { z } from "zod";
import { frontMatter } from "#lib/bank/front-matter.ts";

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "lower-case words joined by hyphens");

const Head = z.strictObject({
  id: slug,
  title: z.string().min(1),
  /** The note it practises; the area's id where there is none yet. */
  concept: slug,
  /** 1: a formula into code; 2: gradients or edge cases to mind; 3: several parts that must fit. */
  level: z.int().min(1).max(3),
  minutes: z.int().min(1).max(120),
  tags: z.array(slug).default([]),
  /** Concepts and challenges that come before. */
  needs: z.array(slug).default([]),
});

/** challenge.md, in its parts; all texts are markdown. */
export interface ChallengeDocument extends z.infer<typeof Head> {
  task: string;
  theory: string;
  /** From the gentlest to the plainest. */
  hints: string[];
  explanation: string;
  followUps: { question: string; answer: string }[];
}

const SECTIONS = ["Theory", "Hints", "Explanation", "Follow-ups"] as const;

/**
 * Reads challenge.md.
 * @throws Error that says what is missing
 */
export function readChallengeDocument(text: string): ChallengeDocument {
  const { data, rest, error } = frontMatter(text.replaceAll("\r\n", "\n"));
  if (error) throw new Error(`front matter, line ${error.line}: ${error.message}`);
  const head = Head.safeParse(data);
  if (!head.success) {
    const [issue] = head.error.issues;
    throw new Error(`front matter, ${issue?.path.join(".") || "keys"}: ${issue?.message}`);
  }
  const parts = partByHeading(rest);
  const section = (name: string): string => {
    const found = parts.get(name);
    if (!found) throw new Error(name === "" ? "there is no task" : `there is no section "${name}"`);
    return found;
  };
  const odd = [...parts.keys()].find((name) => name !== "" && !SECTIONS.some((known) => known === name));
  if (odd !== undefined) throw new Error(`the section "${odd}" is none of ${SECTIONS.join(", ")}`);
  return {
    ...head.data,
    task: section(""),
    theory: section("Theory"),
    hints: entriesOf(section("Hints"), "Hints"),
    explanation: section("Explanation"),
    followUps: entriesOf(section("Follow-ups"), "Follow-ups").map((entry) => {
      const [, question, answer] = /^\*\*(.+?)\*\*\s+(.+)$/s.exec(entry) ?? [];
      if (!question || !answer) throw new Error(`a follow-up is written **question** answer: "${entry.slice(0, 40)}"`);
      return { question, answer };
    }),
  };
}

/** The texts under each heading of the second level; what stands before the first has the name "". */
function partByHeading(text: string): Map<string, string> {
  const parts = new Map<string, string[]>([["", []]]);
  let name = "";
  let fenced = false;
  for (const line of text.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? null : /^## (.+?)\s*$/.exec(line);
    if (heading) parts.set((name = heading[1]), []);
    else parts.get(name)?.push(line);
  }
  return new Map([...parts].map(([key, lines]) => [key, lines.join("\n").trim()]));
}

/** The entries of a list that is all of the text, without their marks and indentation. */
function entriesOf(text: string, section: string): string[] {
  const entries: string[] = [];
  for (const line of text.split("\n")) {
    const begin = /^(?:[-*]|\d+\.) +(.*)$/.exec(line);
    if (begin) entries.push(begin[1]);
    else if (entries.length === 0) throw new Error(`"${section}" is a list and nothing else`);
    else entries[entries.length - 1] += `\n${line.replace(/^ {1,3}/, "")}`;
  }
  return entries.map((entry) => entry.trim());
}
