import "server-only";
import { namesOfMisconceptions } from "#app/_data/bank.ts";
import type { Db } from "#app/_data/client.ts";
import type { Explored } from "#lib/item/explore.ts";
import type { Given, Numbers } from "#lib/item/givens.ts";
import { renderInline, renderMarkdown } from "#lib/text/markdown.ts";
import { presentValue } from "./present-trace.ts";
import type { ExploredView, GivenView } from "./view.ts";

export function presentGivens(givens: readonly Given[]): GivenView[] {
  return givens.map(({ name, symbol, whole, value }) => ({
    name,
    symbol: renderInline(`$${symbol}$`),
    whole,
    ...presentNumbers(value),
  }));
}

function presentNumbers(value: Numbers): Pick<GivenView, "cells" | "rank"> {
  if (typeof value === "number") return { cells: [[String(value)]], rank: 0 };
  const isGrid = (rows: number[] | number[][]): rows is number[][] => Array.isArray(rows[0]);
  return isGrid(value)
    ? { cells: value.map((row) => row.map(String)), rank: 2 }
    : { cells: [value.map(String)], rank: 1 };
}

/** Every step and every misconception's result for values that the learner changed. */
export async function presentExplored(db: Db, { prompt, trace, key, outcomes }: Explored): Promise<ExploredView> {
  const names = await namesOfMisconceptions(
    db,
    outcomes.map(({ misconception }) => misconception),
  );
  return {
    prompt: renderMarkdown(prompt),
    trace: trace.map(({ tex, value }) => ({ formula: renderInline(`$${tex}$`), value: presentValue(value) })),
    key: presentValue(key),
    mistakes: outcomes.map(({ misconception, value, says }) => ({
      name: names.get(misconception) ?? misconception,
      value: presentValue(value),
      same: JSON.stringify(value) === JSON.stringify(key),
      says: says === undefined ? null : renderMarkdown(says),
    })),
  };
}
