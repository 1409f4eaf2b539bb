"use server";

import { z } from "zod";
import { undoLatest } from "#app/_data/answers.ts";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { commitServing, currentServing, type Serving, takeHint } from "#app/_data/servings.ts";
import { findSession, isOfDay } from "#app/_data/sessions.ts";
import { endOverdue } from "#app/exam/end.ts";
import { type AnswerResult, answeredBefore, CertaintyInput, ending, load, record } from "#app/drill/answering.ts";
import { presentRevealed } from "#app/drill/kinds/recall-presenter.ts";
import { liveVariant } from "#app/drill/live-variant.ts";
import { presentHints, presentQuestion, stepsOf } from "#app/drill/present.ts";
import type { Hints, QuestionView, Revealed } from "#app/drill/view.ts";
import { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import type { Verdict } from "#lib/grade/verdict.ts";

const GAVE_UP: Verdict = { outcome: "wrong", read: "", credit: 0, diagnosis: null };

const AnswerInput = z.object({ ...ending, answer: Answer, certainty: CertaintyInput });

/** Marks an answer, writes the review, and says what is right and why. An invalid answer writes nothing. */
export async function answerAction(input: z.input<typeof AnswerInput>): Promise<AnswerResult> {
  const parsed = AnswerInput.safeParse(input);
  if (!parsed.success) return { kind: "invalid", message: "This could not be read as an answer." };
  const { servingId, certainty, seconds } = parsed.data;
  const { learner, serving } = await load(servingId);
  if (!serving) return { kind: "gone" };
  if (!serving.open) return answeredBefore(learner, serving);
  const answer = asCommitted(parsed.data.answer, serving);
  if (!answer) return { kind: "invalid", message: "Look at the model answer first, then tick what you had." };
  const marked = mark(answer, liveVariant(serving.variant).variant);
  if (marked.outcome === "invalid") return { kind: "invalid", message: marked.message };
  return record(learner, serving, { answer, verdict: marked, certainty, seconds });
}

/** An open recall keeps the words it was committed with; null before it was. */
function asCommitted(answer: Answer, { committed }: Serving): Answer | null {
  if (answer.kind !== "recall") return answer;
  return committed?.kind === "recall" ? { ...answer, text: committed.text } : null;
}

const GiveUpInput = z.object(ending);

/** "I don't know": counts as Again and shows everything. */
export async function giveUpAction(input: z.input<typeof GiveUpInput>): Promise<AnswerResult> {
  const parsed = GiveUpInput.safeParse(input);
  if (!parsed.success) return { kind: "gone" };
  const { servingId, seconds } = parsed.data;
  const { learner, serving } = await load(servingId);
  if (!serving) return { kind: "gone" };
  if (!serving.open) return answeredBefore(learner, serving);
  return record(learner, serving, { answer: null, verdict: GAVE_UP, certainty: null, seconds });
}

const LONGEST_RECALL = 20_000;
const RevealInput = z.object({ servingId: z.uuid(), text: z.string() });

export type RevealResult =
  | { kind: "revealed"; revealed: Revealed }
  | { kind: "invalid"; message: string }
  | { kind: "gone" };

/** Commits an open recall and shows the model answer; the text can't be changed afterwards. */
export async function revealAction(input: z.input<typeof RevealInput>): Promise<RevealResult> {
  const parsed = RevealInput.safeParse(input);
  if (!parsed.success) return { kind: "gone" };
  const { servingId, text } = parsed.data;
  if (text.length > LONGEST_RECALL)
    return { kind: "invalid", message: `That is ${text.length} characters; ${LONGEST_RECALL} is the most.` };
  const { serving } = await load(servingId);
  if (!serving?.open || serving.variant.solution.kind !== "recall") return { kind: "gone" };
  await commitServing(database(), servingId, { kind: "recall", text, ticked: [] }, new Date());
  const { serving: committed } = await load(servingId);
  const revealed = committed && presentRevealed(committed);
  return revealed ? { kind: "revealed", revealed } : { kind: "gone" };
}

const HintInput = z.object({ servingId: z.uuid() });

/** Shows the formula of one more step; a right answer then counts as Hard. Null when the question is no longer open. */
export async function hintAction(input: z.input<typeof HintInput>): Promise<Hints | null> {
  const parsed = HintInput.safeParse(input);
  if (!parsed.success) return null;
  const { servingId } = parsed.data;
  const { serving } = await load(servingId);
  if (!serving?.open) return null;
  await takeHint(database(), servingId, stepsOf(serving.variant).length);
  const { serving: hinted } = await load(servingId);
  return hinted && presentHints(hinted);
}

/** The question to ask now, null when nothing is left for today. */
export async function nextAction(): Promise<QuestionView | null> {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const serving = await currentServing(db, learner, new Date());
  return serving && presentQuestion(db, learner, serving);
}

const UndoInput = z.object({ servingId: z.uuid() });

/** Takes back the latest answer of the session that the question shown belongs to; null when there is none of today. */
export async function undoAction(input: z.input<typeof UndoInput>): Promise<QuestionView | null> {
  const parsed = UndoInput.safeParse(input);
  if (!parsed.success) return null;
  const db = database();
  const { learner, serving: shown } = await load(parsed.data.servingId);
  const session = shown && (await findSession(db, learner.id, shown.sessionId));
  const now = new Date();
  if (!session || !isOfDay(session, now, contextOf(learner, now))) return null;
  const serving = await undoLatest(db, learner, session, now);
  return serving && presentQuestion(db, learner, serving);
}
