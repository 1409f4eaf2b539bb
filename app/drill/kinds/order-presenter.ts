import { nearestRight, type TooEarly, tooEarly } from "#lib/grade/order.ts";
import { visibleText } from "#lib/bank/words.ts";
import type { OrderQuestion, OrderSolution } from "#lib/kind/order.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const order: Presenter<"order"> = {
  ask: ({ entries }) => ({ entries: entries.map((text) => ({ html: renderInline(text), name: visibleText(text) })) }),
  yours: () => null,
  key: () => null,
  marks: ({ solution, answer }) => {
    if (answer === null) return null;
    const early = tooEarly(answer.order, solution);
    const late = new Set(early.flatMap(({ before }) => before));
    return solution.entries.map((_, entry) => ({
      early: early.some((one) => one.entry === entry),
      late: late.has(entry),
    }));
  },
  reasons: ({ question, solution, answer, verdict }, diagnosed) => {
    if (verdict.outcome === "right") return [];
    const right = nearestRight(answer?.order ?? solution.key, solution);
    const list = right.map((entry, place) => `${place + 1}. ${question.entries[entry]}`).join("\n");
    const early = answer === null ? [] : tooEarly(answer.order, solution);
    const broken = early.map((one) => {
      const why = diagnosed ? undefined : solution.entries[one.entry].why;
      return [needs(one, question), why].filter(Boolean).join(" ");
    });
    const heading = isOnlyOrder(solution)
      ? "The right order"
      : answer
        ? "The right order nearest to yours"
        : "A right order";
    return [...broken, `${heading}:\n\n${list}`];
  },
};

function isOnlyOrder({ key, entries }: OrderSolution): boolean {
  return key.every((entry, place) => place === 0 || entries[entry].after.includes(key[place - 1]));
}

/** What is wrong with an entry's place, in words. */
function needs({ entry, before }: TooEarly, { entries }: OrderQuestion): string {
  return `“${entries[entry]}” needs ${before.map((one) => `“${entries[one]}”`).join(" and ")} before it.`;
}
