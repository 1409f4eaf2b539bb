import { z } from "zod";
import { markOrder } from "#lib/grade/order.ts";
import { always } from "#lib/item/computed.ts";
import type { Dice } from "#lib/item/dice.ts";
import { itemHead } from "#lib/item/source.ts";
import { type Kind, MAX_CELLS, type Posed } from "./kind.ts";

const shows = {
  /** Id in content/misconceptions.yml of what putting the entry before `earlier`, one of those it comes after, shows. */
  misconception: z.object({ id: z.string(), earlier: z.number().int().nonnegative() }).optional(),
};

const OrderEntry = z.object({
  text: z.string().min(1),
  /** Places, in the written list, of the entries that stand somewhere before this one. */
  after: z.array(z.number().int().nonnegative()),
  /** Why it must (markdown); said when it was put too early. */
  why: z.string().optional(),
  ...shows,
});

export const OrderItem = z.object({
  ...itemHead,
  kind: z.literal("order"),
  stem: z.string().min(1),
  /** Written in a right order; every other order in which each entry has before it what it comes after is as right. */
  entries: z
    .array(OrderEntry)
    .min(3)
    .max(8)
    .refine((entries) => entries.every(({ after }, i) => after.every((j) => j < i)), "written in a right order")
    .refine((entries) => entries.some(({ after }) => after.length > 0), "some order is wrong"),
});
export type OrderItem = z.infer<typeof OrderItem>;

const question = z.strictObject({ kind: z.literal("order"), prompt: z.string(), entries: z.array(z.string()) });
export type OrderQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("order"),
  /** A right order, as places in the list shown. */
  key: z.array(z.number().int()),
  /** For each entry shown, what must stand before it, again as places in the list shown. */
  entries: z.array(z.object({ after: z.array(z.number().int()), why: z.string().optional(), ...shows })),
  ...always,
});
export type OrderSolution = z.infer<typeof solution>;

const answer = z.object({
  kind: z.literal("order"),
  /** The entries from first to last, as places in the list shown; empty while nothing was moved. */
  order: z.array(z.number().int()).max(MAX_CELLS),
});
export type OrderAnswer = z.infer<typeof answer>;

/** Entries to be put in order. */
export const order = {
  question,
  solution,
  answer,
  mark: markOrder,
  key: (_, { key }) => ({ kind: "order", order: key }),
  targets: (_, { entries }) => entries.flatMap(({ misconception }) => misconception?.id ?? []),
  data: {
    item: OrderItem,
    pose,
    outline: ({ stem, entries }) => ({
      asked: stem,
      answers: entries.map((entry, i) => ({ text: `${i + 1}. ${outlined(entry, entries)}`, right: true })),
    }),
    texts: ({ stem, entries }) => [stem, ...entries.flatMap(({ text, why }) => (why ? [text, why] : [text]))],
    misconceptions: ({ entries }) => entries.flatMap(({ misconception }) => misconception?.id ?? []),
  },
} satisfies Kind<OrderQuestion, OrderSolution, OrderAnswer, OrderItem>;

function outlined({ text, after }: OrderItem["entries"][number], entries: OrderItem["entries"]): string {
  return after.length === 0 ? text : `${text} (after ${after.map((i) => entries[i].text).join(", ")})`;
}

function pose({ stem, entries, explanation }: OrderItem, dice: Dice): Posed<OrderQuestion, OrderSolution> {
  const shown = shuffledWrongly(entries, dice);
  const placeOf = (written: number) => shown.indexOf(written);
  return {
    question: { kind: "order", prompt: stem, entries: shown.map((written) => entries[written].text) },
    solution: {
      kind: "order",
      key: entries.map((_, written) => placeOf(written)),
      entries: shown.map((written) => {
        const { after, why, misconception } = entries[written];
        return {
          after: after.map(placeOf),
          why,
          misconception: misconception && { id: misconception.id, earlier: placeOf(misconception.earlier) },
        };
      }),
      explanation,
    },
  };
}

/** The entries in an order that is not right, so that leaving the list as it is answers nothing. */
function shuffledWrongly(entries: OrderItem["entries"], dice: Dice): number[] {
  const written = entries.map((_, i) => i);
  for (;;) {
    const shown = dice.shuffle(written);
    const isWrong = shown.some((entry, place) => entries[entry].after.some((before) => shown.indexOf(before) > place));
    if (isWrong) return shown;
  }
}
