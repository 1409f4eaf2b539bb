import { z } from "zod";
import { markCloze } from "#lib/grade/cloze.ts";
import { always } from "#lib/item/computed.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_CELLS, MAX_FIELD } from "./kind.ts";

/** Each blank of a cloze stands in the text as `[[1]]`, `[[2]]` … */
export const ClozeItem = z.object({
  ...itemHead,
  kind: z.literal("cloze"),
  text: z.string().min(1),
  /** For each blank, the accepted writings; the first is shown as the answer. */
  blanks: z.array(z.array(z.string().min(1)).min(1)).min(1),
});
export type ClozeItem = z.infer<typeof ClozeItem>;

const question = z.strictObject({ kind: z.literal("cloze"), prompt: z.string(), blanks: z.number().int() });
type ClozeQuestion = z.infer<typeof question>;

const solution = z.object({ kind: z.literal("cloze"), blanks: z.array(z.array(z.string())), ...always });
export type ClozeSolution = z.infer<typeof solution>;

const answer = z.object({ kind: z.literal("cloze"), texts: z.array(z.string().max(MAX_FIELD)).max(MAX_CELLS) });
export type ClozeAnswer = z.infer<typeof answer>;

/** Words left out of a text. */
export const cloze = {
  question,
  solution,
  answer,
  mark: (given, _, known) => markCloze(given, known),
  key: (_, { blanks }) => ({ kind: "cloze", texts: blanks.map(([first]) => first) }),
  targets: () => [],
  data: {
    item: ClozeItem,
    pose: ({ text, blanks, explanation }) => ({
      question: { kind: "cloze", prompt: text, blanks: blanks.length },
      solution: { kind: "cloze", blanks, explanation },
    }),
    outline: ({ text, blanks }) => ({
      asked: text,
      answers: blanks.map(([first]) => ({ text: first, right: true })),
    }),
    texts: ({ text }) => [text],
    misconceptions: () => [],
  },
} satisfies Kind<ClozeQuestion, ClozeSolution, ClozeAnswer, ClozeItem>;
