import { z } from "zod";
import { markMatch } from "#lib/grade/match.ts";
import { always } from "#lib/item/computed.ts";
import type { Dice } from "#lib/item/dice.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_CELLS, type Posed } from "./kind.ts";

/** What one wrong match shows. */
const mistake = {
  /** Id in content/misconceptions.yml. */
  misconception: z.string().optional(),
  /** Why it is wrong (markdown). */
  why: z.string().optional(),
};

export const MatchItem = z.object({
  ...itemHead,
  kind: z.literal("match"),
  stem: z.string().min(1),
  /** Each thing with what belongs to it; two may share it. */
  pairs: z
    .array(z.object({ left: z.string().min(1), right: z.string().min(1) }))
    .min(3)
    .max(7),
  /** What belongs to none of them. */
  extra: z.array(z.string().min(1)),
  mistakes: z.array(z.object({ left: z.string(), right: z.string(), ...mistake })),
});
export type MatchItem = z.infer<typeof MatchItem>;

const question = z.strictObject({
  kind: z.literal("match"),
  prompt: z.string(),
  left: z.array(z.string()),
  right: z.array(z.string()),
});
export type MatchQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("match"),
  /** For each row on the left, the place of what belongs to it on the right. */
  key: z.array(z.number().int()),
  mistakes: z.array(z.object({ left: z.number().int(), right: z.number().int(), ...mistake })),
  ...always,
});
export type MatchSolution = z.infer<typeof solution>;

const answer = z.object({
  kind: z.literal("match"),
  /** For each row on the left, the place chosen on the right; -1 where none is yet. */
  chosen: z.array(z.number().int()).max(MAX_CELLS),
});
export type MatchAnswer = z.infer<typeof answer>;

/** Things to be matched with what belongs to them. */
export const match = {
  question,
  solution,
  answer,
  mark: markMatch,
  key: (_, { key }) => ({ kind: "match", chosen: key }),
  targets: (_, { mistakes }) => mistakes.flatMap(({ misconception }) => misconception ?? []),
  data: {
    item: MatchItem,
    pose,
    outline: ({ stem, pairs, extra }) => ({
      asked: stem,
      answers: [
        ...pairs.map(({ left, right }) => ({ text: `${left}: ${right}`, right: true })),
        ...extra.map((text) => ({ text, right: false })),
      ],
    }),
    texts: ({ stem, pairs, extra, mistakes }) => [
      stem,
      ...pairs.flatMap(({ left, right }) => [left, right]),
      ...extra,
      ...mistakes.flatMap(({ why }) => why ?? []),
    ],
    misconceptions: ({ mistakes }) => mistakes.flatMap(({ misconception }) => misconception ?? []),
  },
} satisfies Kind<MatchQuestion, MatchSolution, MatchAnswer, MatchItem>;

function pose(item: MatchItem, dice: Dice): Posed<MatchQuestion, MatchSolution> {
  const { stem, pairs, extra, mistakes, explanation } = item;
  const rows = dice.shuffle(pairs);
  const right = dice.shuffle([...new Set([...pairs.map((pair) => pair.right), ...extra])]);
  return {
    question: { kind: "match", prompt: stem, left: rows.map((row) => row.left), right },
    solution: {
      kind: "match",
      key: rows.map((row) => right.indexOf(row.right)),
      mistakes: mistakes.map(({ left, right: taken, ...shows }) => ({
        left: rows.findIndex((row) => row.left === left),
        right: right.indexOf(taken),
        ...shows,
      })),
      explanation,
    },
  };
}
