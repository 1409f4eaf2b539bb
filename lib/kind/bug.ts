import { z } from "zod";
import { markBug } from "#lib/grade/bug.ts";
import { always } from "#lib/item/computed.ts";
import { itemHead } from "#lib/item/source.ts";
import type { Kind } from "./kind.ts";

export const BUG_LINES = { fewest: 4, most: 20 };

/** The number of a line of the code, from 1. */
const lineNumber = z.number().int().positive().max(BUG_LINES.most);

/** A line at which the code can be put right. */
const Fault = z.object({
  line: lineNumber,
  /** The lines that should stand in its place; none: it should not be there. */
  fix: z.array(z.string()),
  /** What is wrong with it (markdown). */
  why: z.string().min(1),
});

/** A line that is as it should be, but that some take for the bug. */
const Suspect = z.object({
  line: lineNumber,
  /** Why it is as it should be (markdown). */
  why: z.string().optional(),
  /** Id in content/misconceptions.yml of what choosing it shows. */
  misconception: z.string().optional(),
});

export const BugItem = z
  .object({
    ...itemHead,
    kind: z.literal("bug"),
    stem: z.string().min(1),
    /** The name of the code's language, as after the opening of a fenced block. */
    language: z.string().regex(/^[a-z]+$/),
    lines: z.array(z.string().min(1)).min(BUG_LINES.fewest).max(BUG_LINES.most),
    /** Usually one; where the code can be put right in either of two places, both. */
    faults: z.array(Fault).min(1),
    suspects: z.array(Suspect),
  })
  .refine(
    ({ lines, faults, suspects }) => [...faults, ...suspects].every(({ line }) => line <= lines.length),
    "every line that is named is a line of the code",
  );
export type BugItem = z.infer<typeof BugItem>;

const question = z.strictObject({ kind: z.literal("bug"), prompt: z.string(), lines: z.array(z.string()) });
export type BugQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("bug"),
  language: z.string(),
  faults: z.array(Fault),
  suspects: z.array(Suspect),
  ...always,
});
export type BugSolution = z.infer<typeof solution>;

/** The number of the chosen line, from 1. */
const answer = z.object({ kind: z.literal("bug"), line: z.number().int() });
export type BugAnswer = z.infer<typeof answer>;

/** The line of some code that is wrong. */
export const bug = {
  question,
  solution,
  answer,
  mark: markBug,
  key: (_, { faults }) => ({ kind: "bug", line: faults[0].line }),
  targets: (_, { suspects }) => suspects.flatMap(({ misconception }) => misconception ?? []),
  data: {
    item: BugItem,
    pose: ({ stem, lines, language, faults, suspects, explanation }) => ({
      question: { kind: "bug", prompt: stem, lines },
      solution: { kind: "bug", language, faults, suspects, explanation },
    }),
    outline: ({ stem, language, lines, faults, suspects }) => ({
      asked: `${stem}\n\n\`\`\`${language}\n${lines.join("\n")}\n\`\`\``,
      answers: [
        ...faults.map(({ line, fix, why }) => ({ text: `line ${line}: ${[why, ...fix].join("\n")}`, right: true })),
        ...suspects.map(({ line, why }) => ({
          text: [`line ${line}`, ...(why ? [why] : [])].join(": "),
          right: false,
        })),
      ],
    }),
    texts: ({ stem, faults, suspects }) => [stem, ...[...faults, ...suspects].flatMap(({ why }) => why ?? [])],
    misconceptions: ({ suspects }) => suspects.flatMap(({ misconception }) => misconception ?? []),
  },
} satisfies Kind<BugQuestion, BugSolution, BugAnswer, BugItem>;
