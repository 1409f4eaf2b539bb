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
  tags: string[];
  task: Html;
  theory: Html;
  /** What the editor begins with in this round. */
  starters: Record<Language, string>;
  drafts: Partial<Record<Language, DraftView>>;
  language: Language;
  /** Seconds worked on the round so far. */
  seconds: number;
  work: WorkView;
}

export interface DraftView {
  text: string;
  /** When it was typed, in milliseconds since 1970. */
  typedAt: number;
}

/** What the learner has done about a challenge in this round. */
export interface WorkView {
  round: RoundView;
  hints: Html[];
  /** How many hints there are. */
  hintsInAll: number;
  solved: boolean;
  gaveUp: boolean;
  interview: InterviewView | null;
}

export interface RoundView {
  /** Counted from 1. */
  number: number;
  /** Minutes it is expected to take. */
  minutes: number;
  /** What it asks in each language, where that is not all of the challenge. */
  asks: Record<Language, Html> | null;
  /** How it counts and when the challenge comes back; null while it has no grade. */
  graded: string | null;
  /** The next round, once it may begin. */
  next: Pick<RoundView, "asks" | "minutes"> | null;
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

/** A misunderstanding by name, and the page that tells of it. */
export interface Behind {
  name: string;
  href: string;
}

/** How a run stands. `gone`: the server knows of no such run. */
export type RunView =
  | { kind: "waiting"; before: number }
  | { kind: "running" }
  /** `behind` is where to read of the misunderstanding that its fault shows; `work` is there after a submission. */
  | { kind: "done"; verdict: VerdictView; behind: Behind | null; work: WorkView | null }
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
