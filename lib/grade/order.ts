import type { OrderAnswer, OrderQuestion, OrderSolution } from "#lib/kind/order.ts";
import { type Diagnosis, invalid, type Marked } from "./verdict.ts";

/** An entry that stands before something it must come after. */
export interface TooEarly {
  entry: number;
  /** What should have stood before it. */
  before: number[];
}

/** Right is every order in which each entry has before it all that it comes after. */
export function markOrder({ order }: OrderAnswer, question: OrderQuestion, solution: OrderSolution): Marked {
  const count = solution.entries.length;
  if (order.length === 0) return invalid("empty", "Nothing was moved yet.");
  if (order.length !== count || !solution.entries.every((_, entry) => order.includes(entry)))
    return invalid("wrong-shape", `The list has ${count} entries, and each stands in the answer once.`);
  const read = order.map((entry) => question.entries[entry]).join(" → ");
  const early = tooEarly(order, solution);
  if (early.length === 0) return { outcome: "right", read, credit: 1, diagnosis: null };
  const pairs = pairsOf(solution);
  const held = pairs.filter(([before, after]) => order.indexOf(before) < order.indexOf(after));
  return { outcome: "wrong", read, credit: held.length / pairs.length, diagnosis: diagnose(early, solution) };
}

/** The entries that stand too early, in the order given. */
export function tooEarly(order: readonly number[], { entries }: OrderSolution): TooEarly[] {
  return order.flatMap((entry, place) => {
    const before = entries[entry].after.filter((needed) => order.indexOf(needed) > place);
    return before.length === 0 ? [] : [{ entry, before }];
  });
}

/** The right order nearest to the one given: each entry as early as the given order would have it, once it may stand. */
export function nearestRight(order: readonly number[], { entries }: OrderSolution): number[] {
  const waiting = [...order];
  const placed: number[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((entry) => entries[entry].after.every((needed) => placed.includes(needed)));
    placed.push(...waiting.splice(next, 1));
  }
  return placed;
}

/** All pairs whose order is settled, also by what stands between them. */
function pairsOf({ key, entries }: OrderSolution): [before: number, after: number][] {
  const before = new Map<number, Set<number>>();
  for (const entry of key) {
    const { after } = entries[entry];
    before.set(entry, new Set(after.flatMap((needed) => [needed, ...(before.get(needed) ?? [])])));
  }
  return [...before].flatMap(([after, all]) => [...all].map((one): [number, number] => [one, after]));
}

/** Only where every entry that stands too early does so in the one way that shows the same misconception. */
function diagnose(early: readonly TooEarly[], { entries }: OrderSolution): Diagnosis | null {
  const shown = early.map(({ entry, before }) => {
    const { misconception } = entries[entry];
    return before.every((needed) => needed === misconception?.earlier) ? misconception?.id : undefined;
  });
  const [id] = shown;
  if (id === undefined || shown.some((other) => other !== id)) return null;
  return { misconception: id, says: entries[early[0].entry].why ?? "", notes: [] };
}
