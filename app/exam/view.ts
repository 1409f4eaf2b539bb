import type { AskedView } from "#app/drill/view.ts";
import type { Answer } from "#lib/grade/answer.ts";
import type { Certainty } from "#lib/grade/verdict.ts";

/** What the learner has done about a question so far. */
export interface QuestionState {
  answer: Answer | null;
  /** Milliseconds of the exam that had passed when the answer was typed. */
  typedAt: number;
  certainty: Certainty | null;
  flagged: boolean;
  skipped: boolean;
  /** Seconds for which it was looked at. */
  seconds: number;
}

/** An exam that goes on. Nothing in it tells an answer. */
export interface SittingView {
  id: string;
  certaintyMarking: boolean;
  /** Seconds given, and seconds that have passed. */
  limit: number;
  spent: number;
  /** What the bank could not give. */
  notes: string[];
  questions: { asked: AskedView; state: QuestionState }[];
}

/** How an exam stands for a page that is looked at again. */
export type StandView = { kind: "going"; spent: number; states: QuestionState[] } | { kind: "over" };
