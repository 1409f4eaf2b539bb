import { bug } from "./bug.ts";
import { choice } from "./choice.ts";
import { cloze } from "./cloze.ts";
import { expression } from "./expression.ts";
import { match } from "./match.ts";
import { multi } from "./multi.ts";
import { numeric } from "./numeric.ts";
import { order } from "./order.ts";
import { recall } from "./recall.ts";
import { tensor } from "./tensor.ts";

/**
 * Every kind of question. Questions, solutions, answers, marking and storage follow from this list; how a kind is
 * shown and answered on a page stands in app/drill, which does not compile until it knows them all.
 */
export const kinds = { bug, choice, cloze, expression, match, multi, numeric, order, tensor, recall };

export type Kinds = typeof kinds;
export type KindName = keyof Kinds;
