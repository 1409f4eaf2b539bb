import "server-only";
import type { ExamQuestion } from "#lib/exam/assembly.ts";
import { BrokenItemError } from "#lib/item/run.ts";
import type { Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { variantTargets } from "#lib/misconception/variant-targets.ts";
import { askable } from "./bank.ts";
import type { Db } from "./client.ts";

/** A question to be asked in an exam. */
export interface DrawnQuestion {
  itemId: string;
  areaId: string;
  given: number;
  variant: Variant;
  targets: string[];
}

/** The planned questions as they will be asked. One whose item can't be asked is left out, and the server says so. */
export async function drawQuestions(db: Db, planned: readonly ExamQuestion[]): Promise<DrawnQuestion[]> {
  const drawn: DrawnQuestion[] = [];
  for (const { itemId, areaId, seed, seconds } of planned) {
    const item = await askable(db, itemId);
    if (!item) continue;
    try {
      const variant = makeVariant(item, seed);
      drawn.push({ itemId, areaId, given: seconds, variant, targets: variantTargets(variant) });
    } catch (error) {
      if (!(error instanceof BrokenItemError)) throw error;
      console.error(error.message);
    }
  }
  return drawn;
}
