import type { Answer } from "#lib/grade/answer.ts";

/** What the drill page shows. HTML here was made on the server from markdown; nothing in it tells the answer before marking. */

export type Html = string;

export interface Progress {
  minutesSpent: number;
  minutesPlanned: number;
  due: number;
  fresh: number;
}

export type AskedView =
  | { kind: "numeric"; prompt: Html; label: Html; decides: string }
  | { kind: "tensor"; prompt: Html; label: Html; decides: string; shape: [rows: number, columns: number] }
  | { kind: "choice"; prompt: Html; options: Html[] }
  | { kind: "cloze"; prompt: Html; blanks: number }
  | { kind: "recall"; prompt: Html; revealed: Revealed | null };

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
  /** For grids: which entries were right. */
  entries: boolean[][] | null;
  /** For choices: which option was right and which was chosen. */
  options: { correct: boolean; chosen: boolean }[] | null;
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
