import { z } from "zod";
import { markCloze } from "#lib/grade/cloze.ts";
import { always } from "#lib/item/computed.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_CELLS, MAX_FIELD } from "./kind.ts";

/** How a blank is read: as words, or as a piece of the formula it stands in. */
const Reads = z.array(z.enum(["words", "formula"]));

/** Each blank of a cloze stands in the text as `[[1]]`, `[[2]]` …, in a formula as a box with its number. */
export const ClozeItem = z.object({
  ...itemHead,
  kind: z.literal("cloze"),
  text: z.string().min(1),
  /** For each blank, the accepted writings; the first is shown as the answer. */
  blanks: z.array(z.array(z.string().min(1)).min(1)).min(1),
  /** For each blank; all are words where this is left out. */
  reads: Reads.optional(),
});
export type ClozeItem = z.infer<typeof ClozeItem>;

const question = z.strictObject({
  kind: z.literal("cloze"),
  prompt: z.string(),
  blanks: z.number().int(),
  reads: Reads.optional(),
});
export type ClozeQuestion = z.infer<typeof question>;

const solution = z.object({ kind: z.literal("cloze"), blanks: z.array(z.array(z.string())), ...always });
export type ClozeSolution = z.infer<typeof solution>;

const answer = z.object({ kind: z.literal("cloze"), texts: z.array(z.string().max(MAX_FIELD)).max(MAX_CELLS) });
export type ClozeAnswer = z.infer<typeof answer>;

/** Words left out of a text. */
export const cloze = {
  question,
  solution,
  answer,
  mark: markCloze,
  key: (_, { blanks }) => ({ kind: "cloze", texts: blanks.map(([first]) => first) }),
  targets: () => [],
  data: {
    item: ClozeItem,
    pose: ({ text, blanks, reads, explanation }) => ({
      question: { kind: "cloze", prompt: text, blanks: blanks.length, ...(reads && { reads }) },
      solution: { kind: "cloze", blanks, explanation },
    }),
    outline: ({ text, blanks, reads }) => ({
      asked: text,
      answers: shownBlanks(blanks, reads).map((shown) => ({ text: shown, right: true })),
    }),
    texts: ({ text, blanks, reads }) => [text, ...shownBlanks(blanks, reads)],
    misconceptions: () => [],
  },
} satisfies Kind<ClozeQuestion, ClozeSolution, ClozeAnswer, ClozeItem>;

/** The first writing of each blank, as it is shown (markdown). */
export function shownBlanks(blanks: readonly string[][], reads: ClozeQuestion["reads"]): string[] {
  return blanks.map(([first], blank) => (reads?.[blank] === "formula" ? `$${first}$` : first));
}
