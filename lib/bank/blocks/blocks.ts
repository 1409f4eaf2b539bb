import type { ReadBlock } from "./block.ts";
import { readBug } from "./bug.ts";
import { readChoice } from "./choice.ts";
import { readCloze } from "./cloze.ts";
import { readExpression } from "./expression.ts";
import { readMatch } from "./match.ts";
import { readMulti } from "./multi.ts";
import { readOrder } from "./order.ts";
import { readRecall } from "./recall.ts";

/** The blocks a note may hold, by name. */
export const blocks: Readonly<Record<string, ReadBlock>> = {
  bug: readBug,
  choice: readChoice,
  cloze: readCloze,
  expression: readExpression,
  match: readMatch,
  multi: readMulti,
  order: readOrder,
  recall: readRecall,
};
