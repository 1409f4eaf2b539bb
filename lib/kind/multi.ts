import { z } from "zod";
import { markMulti } from "#lib/grade/multi.ts";
import { always } from "#lib/item/computed.ts";
import type { Dice } from "#lib/item/dice.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_CELLS, type Posed } from "./kind.ts";
import { Option } from "./option.ts";

export const MULTI_OPTIONS = { fewest: 4, most: 7 };

export const MultiItem = z.object({
  ...itemHead,
  kind: z.literal("multi"),
  stem: z.string().min(1),
  /** All are shown; at least one holds and at least one does not. */
  options: z
    .array(Option)
    .min(MULTI_OPTIONS.fewest)
    .max(MULTI_OPTIONS.most)
    .refine((options) => options.some((option) => option.correct), "no option is correct")
    .refine((options) => options.some((option) => !option.correct), "every option is correct"),
});
export type MultiItem = z.infer<typeof MultiItem>;

const question = z.strictObject({ kind: z.literal("multi"), prompt: z.string(), options: z.array(z.string()) });
export type MultiQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("multi"),
  /** In the order shown. */
  options: z.array(
    z.object({ correct: z.boolean(), why: z.string().optional(), misconception: z.string().optional() }),
  ),
  ...always,
});
export type MultiSolution = z.infer<typeof solution>;

const answer = z.object({ kind: z.literal("multi"), ticked: z.array(z.number().int()).max(MAX_CELLS) });
export type MultiAnswer = z.infer<typeof answer>;

/** Every option that holds, and no other. */
export const multi = {
  question,
  solution,
  answer,
  mark: markMulti,
  key: (_, { options }) => ({
    kind: "multi",
    ticked: options.flatMap(({ correct }, option) => (correct ? option : [])),
  }),
  targets: (_, { options }) => options.flatMap(({ misconception }) => misconception ?? []),
  data: {
    item: MultiItem,
    pose,
    outline: ({ stem, options }) => ({
      asked: stem,
      answers: options.map(({ text, correct }) => ({ text, right: correct })),
    }),
    texts: ({ stem, options }) => [stem, ...options.flatMap(({ text, why }) => (why ? [text, why] : [text]))],
    misconceptions: ({ options }) => options.flatMap(({ misconception }) => misconception ?? []),
  },
} satisfies Kind<MultiQuestion, MultiSolution, MultiAnswer, MultiItem>;

function pose({ stem, options, explanation }: MultiItem, dice: Dice): Posed<MultiQuestion, MultiSolution> {
  const shown = dice.shuffle(options);
  return {
    question: { kind: "multi", prompt: stem, options: shown.map(({ text }) => text) },
    solution: {
      kind: "multi",
      options: shown.map(({ correct, why, misconception }) => ({ correct, why, misconception })),
      explanation,
    },
  };
}
