import type { Html } from "#app/_ui/rich-text.tsx";
import type { Language } from "#lib/challenge/language.ts";
import type { VerdictView } from "./verdict-view.ts";

/** A challenge as its page begins. */
export interface ChallengeView {
  id: string;
  title: string;
  area: string;
  /** The note it practises, where there is one. */
  concept: { id: string; title: string } | null;
  level: number;
  minutes: number;
  tags: string[];
  task: Html;
  theory: Html;
  starters: Record<Language, string>;
  drafts: Partial<Record<Language, DraftView>>;
  language: Language;
  /** Seconds worked on it so far. */
  seconds: number;
  work: WorkView;
}

export interface DraftView {
  text: string;
  /** When it was typed, in milliseconds since 1970. */
  typedAt: number;
}

/** What the learner has done about a challenge. */
export interface WorkView {
  hints: Html[];
  /** How many hints there are. */
  hintsInAll: number;
  solved: boolean;
  gaveUp: boolean;
  interview: InterviewView | null;
}

/** An interview that is going on, or the latest one, with what an interviewer asks next. */
export type InterviewView =
  | { kind: "on"; secondsLeft: number }
  | { kind: "over"; solved: boolean; minutes: number; followUps: FollowUpView[] };

export interface FollowUpView {
  question: Html;
  answer: Html;
}

/** What is shown once it was solved or given up. */
export interface SolutionView {
  programs: Record<Language, { solution: string; second: string }>;
  explanation: Html;
  followUps: FollowUpView[];
}

/** How a run stands. `gone`: the server knows of no such run. */
export type RunView =
  | { kind: "waiting"; before: number }
  | { kind: "running" }
  /** `work` is there after a submission. */
  | { kind: "done"; verdict: VerdictView; work: WorkView | null }
  | { kind: "stopped" | "broken" | "gone" | "refused" };

/** A submission in the list of them. */
export interface SubmissionView {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  language: Language;
  verdict: VerdictView;
  minutes: number;
  hints: number;
  gaveUp: boolean;
  interview: boolean;
}
