import { z } from "zod";
import { markExpression } from "#lib/grade/expression.ts";
import { always } from "#lib/item/computed.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_FIELD } from "./kind.ts";

/** What a symbol may be: a number between two others, both left out, or one of a list. */
const Range = z.union([
  z.strictObject({ above: z.number(), below: z.number() }),
  z.strictObject({ values: z.array(z.number()).min(1) }),
]);

const formulas = {
  /** The symbols an answer may use and where it is compared with the key; names as the key writes them. */
  symbols: z.record(z.string().min(1), Range),
  /** The right formula, as a learner would type it. */
  key: z.string().min(1),
  /** Formulas known to be written by mistake; those of different misconceptions are different functions. */
  wrong: z.array(
    z.object({
      formula: z.string().min(1),
      /** Id in content/misconceptions.yml of what writing it shows. */
      misconception: z.string().optional(),
      /** What went wrong (markdown). */
      why: z.string().optional(),
    }),
  ),
};

export const ExpressionItem = z.object({
  ...itemHead,
  kind: z.literal("expression"),
  stem: z.string().min(1),
  ...formulas,
});
export type ExpressionItem = z.infer<typeof ExpressionItem>;

const question = z.strictObject({
  kind: z.literal("expression"),
  prompt: z.string(),
  /** The symbols that an answer may use. */
  symbols: z.array(z.string()),
});
export type ExpressionQuestion = z.infer<typeof question>;

const solution = z.object({ kind: z.literal("expression"), ...formulas, ...always });
export type ExpressionSolution = z.infer<typeof solution>;

const answer = z.object({ kind: z.literal("expression"), text: z.string().max(MAX_FIELD) });
export type ExpressionAnswer = z.infer<typeof answer>;

/** A formula, compared with the key as a function. */
export const expression = {
  question,
  solution,
  answer,
  mark: (given, _, known) => markExpression(given, known),
  key: (_, { key }) => ({ kind: "expression", text: key }),
  targets: (_, { wrong }) => wrong.flatMap(({ misconception }) => misconception ?? []),
  data: {
    item: ExpressionItem,
    pose: ({ stem, symbols, key, wrong, explanation }) => ({
      question: { kind: "expression", prompt: stem, symbols: Object.keys(symbols) },
      solution: { kind: "expression", symbols, key, wrong, explanation },
    }),
    outline: ({ stem, key, wrong }) => ({
      asked: stem,
      answers: [{ text: key, right: true }, ...wrong.map(({ formula }) => ({ text: formula, right: false }))],
    }),
    texts: ({ stem, wrong }) => [stem, ...wrong.flatMap(({ why }) => why ?? [])],
    misconceptions: ({ wrong }) => wrong.flatMap(({ misconception }) => misconception ?? []),
  },
} satisfies Kind<ExpressionQuestion, ExpressionSolution, ExpressionAnswer, ExpressionItem>;
