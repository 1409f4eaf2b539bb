import type { ReactNode } from "react";
import type { AnswerOf } from "#lib/grade/answer.ts";
import type { KindName } from "#lib/kind/kinds.ts";

export interface WidgetProps<K extends KindName, Asked, Marks = never> {
  asked: Asked;
  draft: AnswerOf<K>;
  onChange: (draft: AnswerOf<K>) => void;
  /** Once marked nothing can be changed. */
  locked: boolean;
  /** What marking says of the parts of the answer, where it says so beside them. */
  marks: Marks | null;
}

/** How a kind of question is answered on the page. An answer being written has the form of one handed in. */
export interface Widget<K extends KindName, Asked, Marks = never> {
  Input: (props: WidgetProps<K, Asked, Marks>) => ReactNode;
  /** Whether the answer stays where it was written once it is marked; otherwise the verdict repeats it. */
  staysWhenMarked: boolean;
  empty: (asked: Asked) => AnswerOf<K>;
  /** Whether nothing was entered that a single key must not be taken from. */
  isEmpty: (draft: AnswerOf<K>) => boolean;
  /** What a digit key does while no field is being written in; null: nothing. */
  digit?: (draft: AnswerOf<K>, asked: Asked, digit: number) => AnswerOf<K> | null;
}
