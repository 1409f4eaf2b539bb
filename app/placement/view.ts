import type { AskedView } from "#app/drill/view.ts";

/** A question of a placement as the page may see it. */
export interface PlacementView {
  id: string;
  /** From 1. */
  number: number;
  /** Questions at most. */
  most: number;
  concept: string;
  title: string;
  asked: AskedView;
}

/** What became of an answer. `gone`: the question is no longer open, and the page should show what is. */
export type PlacementReply =
  | { kind: "asked"; question: PlacementView }
  | { kind: "done"; path: string }
  | { kind: "invalid"; message: string }
  | { kind: "gone" };
