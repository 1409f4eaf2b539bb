import type { Answer } from "#lib/grade/answer.ts";
import type { KindName } from "#lib/kind/kinds.ts";
import { bug } from "./bug.tsx";
import { choice } from "./choice.tsx";
import { cloze } from "./cloze.tsx";
import { expression } from "./expression.tsx";
import { match } from "./match.tsx";
import { multi } from "./multi.tsx";
import { numeric } from "./numeric.tsx";
import { order } from "./order.tsx";
import { recall } from "./recall.tsx";
import { tensor } from "./tensor.tsx";
import type { Widget } from "./widget.ts";

/** How each kind of question is answered. */
const widgets = { bug, choice, cloze, expression, match, multi, numeric, order, recall, tensor } satisfies {
  [K in KindName]: Widget<K, never>;
};
type Widgets = typeof widgets;

/** What a kind's widget needs to ask, without what every question has. */
export type AskedOf<K extends KindName> = Parameters<Widgets[K]["empty"]>[0];
/** What marking says of the parts of an answer of a kind. */
export type MarksOf<K extends KindName> = NonNullable<Parameters<Widgets[K]["Input"]>[0]["marks"]>;

export function widgetOf(kind: KindName): Widget<KindName, unknown, unknown> {
  return widgets[kind] as never;
}

/** An answer being written: what the widgets edit and what is handed in. */
export type Draft = Answer;
