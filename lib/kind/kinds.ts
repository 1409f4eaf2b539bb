import { choice } from "./choice.ts";
import { cloze } from "./cloze.ts";
import { numeric } from "./numeric.ts";
import { recall } from "./recall.ts";
import { tensor } from "./tensor.ts";

/**
 * Every kind of question. Questions, solutions, answers, marking and storage follow from this list; how a kind is
 * shown and answered on a page stands in app/drill, which does not compile until it knows them all.
 */
export const kinds = { choice, cloze, numeric, tensor, recall };

export type Kinds = typeof kinds;
export type KindName = keyof Kinds;
