import type { Html } from "#app/_ui/rich-text.tsx";
import type { Answer } from "#lib/grade/answer.ts";
import type { KindName } from "#lib/kind/kinds.ts";
import type { AskedOf, MarksOf } from "./kinds/widgets.ts";

/** What the drill page shows. HTML here was made on the server from markdown; nothing in it tells the answer before marking. */

export interface Progress {
  minutesSpent: number;
  minutesPlanned: number;
  due: number;
  fresh: number;
  /** Given in a session of some concepts. */
  scoped: ScopedProgress | null;
}

export interface ScopedProgress {
  sessionId: string;
  /** What the concepts are called together. */
  title: string;
  /** A cram: answers move no card. */
  practice: boolean;
  /** Questions still to come, and those with what was dealt with. */
  left: number;
  total: number;
}

export type AskedView = { [K in KindName]: { kind: K; prompt: Html } & AskedOf<K> }[KindName];

/** The model answer of an open recall, shown once the learner has committed to an answer of their own. */
export interface Revealed {
  text: string;
  answer: Html;
  rubric: Html[];
}

/** The formulas of the first steps, as far as they were asked for. */
export interface Hints {
  shown: Html[];
  more: boolean;
}

export interface ShownQuestion {
  servingId: string;
  hints: Hints;
  concept: { id: string; title: string };
  title: string;
  asked: AskedView;
}

export interface QuestionView extends ShownQuestion {
  progress: Progress;
}

export interface TraceLine {
  formula: Html;
  value: Html;
  /** Said of the step where the diagnosed misconception went wrong, and what it gave there. */
  note: { text: Html; value: Html } | null;
}

export interface MarkedView {
  outcome: "right" | "partly" | "wrong";
  /** The verdict in a few words. */
  heading: string;
  /** The answer as it was handed in; null: the learner gave up. */
  answer: Answer | null;
  /** The learner's answer as it was read, and the right one, where the widget doesn't show them. */
  yours: Html | null;
  right: Html | null;
  /** Why the two differ, when one misconception explains it. */
  diagnosis: { name: string; says: Html; concept: { id: string; title: string } } | null;
  /** What can be said without a diagnosis. */
  remarks: Html[];
  /** What to say beside the parts of the answer, as the kind's widget takes it. */
  marks: MarksOf<KindName> | null;
  trace: TraceLine[];
  /** How long computing it again took, for computed items. */
  computed: { milliseconds: number } | null;
  schedule: string;
}

/** A question that was answered, with what marking made of it. */
export interface AnsweredView {
  question: ShownQuestion;
  marked: MarkedView;
}
