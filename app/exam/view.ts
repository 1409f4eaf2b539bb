import type { Html } from "#app/_ui/rich-text.tsx";
import type { VerdictView } from "#app/challenges/verdict-view.ts";
import type { Behind } from "#app/challenges/view.ts";
import type { AskedView } from "#app/drill/view.ts";
import type { Language } from "#lib/challenge/language.ts";
import type { ExamInput } from "#lib/exam/program-answer.ts";
import type { Certainty } from "#lib/grade/verdict.ts";

/** What the learner has done about a question so far. */
export interface QuestionState {
  answer: ExamInput | null;
  /** Milliseconds of the exam that had passed when the answer was typed. */
  typedAt: number;
  certainty: Certainty | null;
  flagged: boolean;
  skipped: boolean;
  /** Seconds for which it was looked at. */
  seconds: number;
}

/** A challenge as an exam asks it: without theory, hints and solution. */
export interface ProgramView {
  kind: "program";
  challenge: string;
  title: string;
  /** Minutes it is expected to take. */
  minutes: number;
  task: Html;
  /** What the editor begins with. */
  starters: Record<Language, string>;
  /** The language challenges were last solved in. */
  language: Language;
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
  /** Questions, and the challenges after them. */
  questions: { asked: AskedView | ProgramView; state: QuestionState }[];
}

/** A challenge of an exam that is over. */
export interface ReviewedProgramView {
  challenge: string;
  title: string;
  area: string;
  /** Null where nothing was written. */
  written: { language: Language; source: string } | null;
  /** Null until it is judged. */
  judged: { verdict: VerdictView; behind: Behind | null } | null;
}

/** How an exam stands for a page that is looked at again. */
export type StandView = { kind: "going"; spent: number; states: QuestionState[] } | { kind: "over" };
