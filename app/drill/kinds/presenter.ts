import type { Html } from "#app/_ui/rich-text.tsx";
import type { Serving } from "#app/_data/servings.ts";
import type { AnswerOf } from "#lib/grade/answer.ts";
import type { Verdict } from "#lib/grade/verdict.ts";
import type { QuestionOf, SolutionOf } from "#lib/item/question.ts";
import type { KindName } from "#lib/kind/kinds.ts";
import type { AskedOf, MarksOf } from "./widgets.ts";

/** A question of a kind with what was answered; `answer` is null when the learner gave up. */
export interface Answered<K extends KindName> {
  question: QuestionOf<K>;
  solution: SolutionOf<K>;
  answer: AnswerOf<K> | null;
  verdict: Verdict;
}

/** A question being asked: its variant, whether it still is, and an answer committed before it was marked. */
export type Asking = Pick<Serving, "variant" | "open" | "committed">;

/** How the server shows a kind of question. What `ask` returns is sent before marking: it must not tell the answer. */
export interface Presenter<K extends KindName> {
  /** What the widget needs beside the prompt. */
  ask: (question: QuestionOf<K>, asking: Asking) => AskedOf<K>;
  /** The answer as it was read; null where the widget goes on showing it, or none was given. */
  yours: (answered: Answered<K>) => Html | null;
  /** The right answer; null where the widget shows it. */
  key: (answered: Answered<K>) => Html | null;
  /** What to say beside the parts of the answer. */
  marks: (answered: Answered<K>) => MarksOf<K> | null;
  /** Reasons that belong to what was answered, without those that a diagnosis gives (markdown). */
  reasons?: (answered: Answered<K>, diagnosed: boolean) => string[];
}
