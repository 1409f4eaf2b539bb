import type { ReadBlock } from "./block.ts";
import { readChoice } from "./choice.ts";
import { readRecall } from "./recall.ts";

/** The blocks a note may hold, by name. */
export const blocks: Readonly<Record<string, ReadBlock>> = { choice: readChoice, recall: readRecall };
