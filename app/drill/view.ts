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
  /** Whether it can be answered step by step. */
  stepwise: boolean;
}

export interface QuestionView extends ShownQuestion {
  progress: Progress;
}

export interface TraceLine {
  formula: Html;
  value: Html;
  /** Said of the step where the diagnosed misconception went wrong, and what it gave there. */
  note: { text: Html; value: Html } | null;
  /** What the learner gave, answering step by step, and what a wrong step comes to from their own earlier values. */
  yours: { verdict: "right" | "carried" | "wrong"; value: Html; expected: Html | null } | null;
}

/** A step asked by itself. */
export interface StepView {
  label: Html;
  shape: [rows: number, columns: number] | null;
  decides: string;
}

/** A value of a marked question that can be changed. */
export interface GivenView {
  name: string;
  symbol: Html;
  whole: boolean;
  /** One cell for a number. */
  cells: string[][];
  /** How the value is to be sent: as a number, a list or a grid. */
  rank: 0 | 1 | 2;
}

/** A marked question with some of its values changed. */
export interface ExploredView {
  prompt: Html;
  trace: { formula: Html; value: Html }[];
  key: Html;
  /** What each misconception gives with these values; `same`: just what is right. */
  mistakes: { name: string; value: Html; same: boolean; says: Html | null }[];
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
  diagnosis: { name: string; says: Html; concept: { id: string; title: string }; page: string | null } | null;
  /** The misconception it was asked because of, if it was; `page` once that has one. */
  because: { name: string; page: string | null } | null;
  /** What can be said without a diagnosis. */
  remarks: Html[];
  /** What to say beside the parts of the answer, as the kind's widget takes it. */
  marks: MarksOf<KindName> | null;
  trace: TraceLine[];
  /** Whether its values can be changed to see what follows. */
  canExplore: boolean;
  /** How long computing it again took, for computed items. */
  computed: { milliseconds: number } | null;
  schedule: string;
}

/** A question that was answered, with what marking made of it. */
export interface AnsweredView {
  question: ShownQuestion;
  marked: MarkedView;
}
