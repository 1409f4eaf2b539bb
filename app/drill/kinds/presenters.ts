import "server-only";
import type { KindName } from "#lib/kind/kinds.ts";
import { bug } from "./bug-presenter.ts";
import { choice } from "./choice-presenter.ts";
import { cloze } from "./cloze-presenter.ts";
import { expression } from "./expression-presenter.ts";
import { match } from "./match-presenter.ts";
import { multi } from "./multi-presenter.ts";
import { numeric } from "./numeric-presenter.ts";
import { order } from "./order-presenter.ts";
import type { Presenter } from "./presenter.ts";
import { recall } from "./recall-presenter.ts";
import { tensor } from "./tensor-presenter.ts";

/** How each kind of question is shown. */
const presenters: { [K in KindName]: Presenter<K> } = {
  bug,
  choice,
  cloze,
  expression,
  match,
  multi,
  numeric,
  order,
  recall,
  tensor,
};

export function presenterOf(kind: KindName): Presenter<KindName> {
  return presenters[kind];
}
