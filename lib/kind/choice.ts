import { z } from "zod";
import { markChoice } from "#lib/grade/choice.ts";
import { always, computed } from "#lib/item/computed.ts";
import type { Dice } from "#lib/item/dice.ts";
import { poseChoice } from "#lib/item/pose.ts";
import { itemHead } from "#lib/item/source.ts";
import type { Kind, Posed } from "./kind.ts";
import { Option } from "./option.ts";

/** A variant shows the right option and up to this many others. */
const SHOWN_DISTRACTORS = 3;

export const ChoiceItem = z.object({
  ...itemHead,
  kind: z.literal("choice"),
  stem: z.string().min(1),
  /** One correct option and at least two wrong ones; a variant shows the right one and up to three others. */
  options: z
    .array(Option)
    .min(3)
    .refine((options) => options.filter((option) => option.correct).length === 1, "exactly one option is correct"),
});
export type ChoiceItem = z.infer<typeof ChoiceItem>;

const question = z.strictObject({ kind: z.literal("choice"), prompt: z.string(), options: z.array(z.string()) });
export type ChoiceQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("choice"),
  key: z.number().int(),
  options: z.array(z.object({ why: z.string().optional(), misconception: z.string().optional() })),
  ...computed,
  ...always,
});
export type ChoiceSolution = z.infer<typeof solution>;

const answer = z.object({ kind: z.literal("choice"), option: z.number().int() });
export type ChoiceAnswer = z.infer<typeof answer>;

/** One of several options. */
export const choice = {
  question,
  solution,
  answer,
  mark: markChoice,
  key: (_, { key }) => ({ kind: "choice", option: key }),
  targets: (_, { options }) => options.flatMap(({ misconception }) => misconception ?? []),
  data: {
    item: ChoiceItem,
    pose,
    outline: ({ stem, options }) => ({
      asked: stem,
      answers: options.map(({ text, correct }) => ({ text, right: correct })),
    }),
    texts: ({ stem, options }) => [stem, ...options.flatMap(({ text, why }) => (why ? [text, why] : [text]))],
    misconceptions: ({ options }) => options.flatMap(({ misconception }) => misconception ?? []),
  },
  poseRun: poseChoice,
} satisfies Kind<ChoiceQuestion, ChoiceSolution, ChoiceAnswer, ChoiceItem>;

function pose(item: ChoiceItem, dice: Dice): Posed<ChoiceQuestion, ChoiceSolution> {
  const right = item.options.filter((option) => option.correct);
  const wrong = dice.sample(
    item.options.filter((option) => !option.correct),
    SHOWN_DISTRACTORS,
  );
  const shown = dice.shuffle([...right, ...wrong]);
  return {
    question: { kind: "choice", prompt: item.stem, options: shown.map((option) => option.text) },
    solution: {
      kind: "choice",
      key: shown.findIndex((option) => option.correct),
      options: shown.map(({ why, misconception }) => ({ why, misconception })),
      trace: [],
      malOutcomes: [],
      explanation: item.explanation,
    },
  };
}
