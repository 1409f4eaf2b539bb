import { z } from "zod";
import { markRecall } from "#lib/grade/recall.ts";
import { always } from "#lib/item/computed.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_CELLS, MAX_FIELD } from "./kind.ts";

export const RecallItem = z.object({
  ...itemHead,
  kind: z.literal("recall"),
  stem: z.string().min(1),
  /** A model answer (markdown). */
  answer: z.string().min(1),
  /** The points an answer must make, ticked by the learner. */
  rubric: z.array(z.string().min(1)).min(1),
});
export type RecallItem = z.infer<typeof RecallItem>;

const question = z.strictObject({ kind: z.literal("recall"), prompt: z.string() });
type RecallQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("recall"),
  answer: z.string(),
  rubric: z.array(z.string()),
  ...always,
});
export type RecallSolution = z.infer<typeof solution>;

const answer = z.object({
  kind: z.literal("recall"),
  text: z.string().max(MAX_FIELD),
  ticked: z.array(z.number().int()).max(MAX_CELLS),
});
export type RecallAnswer = z.infer<typeof answer>;

/** An answer in the learner's own words, checked by the learner against a rubric. */
export const recall = {
  question,
  solution,
  answer,
  mark: (given, _, known) => markRecall(given, known),
  key: (_, { rubric }) => ({ kind: "recall", text: "", ticked: rubric.map((_point, i) => i) }),
  targets: () => [],
  data: {
    item: RecallItem,
    pose: ({ stem, answer: model, rubric, explanation }) => ({
      question: { kind: "recall", prompt: stem },
      solution: { kind: "recall", answer: model, rubric, explanation },
    }),
    outline: ({ stem, answer: model }) => ({ asked: stem, answers: [{ text: model, right: true }] }),
    texts: ({ stem, answer: model, rubric }) => [stem, model, ...rubric],
    misconceptions: () => [],
  },
} satisfies Kind<RecallQuestion, RecallSolution, RecallAnswer, RecallItem>;
