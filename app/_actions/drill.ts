"use server";

import { z } from "zod";
import { findReview, recordReview, type Review, undoLatest } from "#app/_data/answers.ts";
import { findCard } from "#app/_data/cards.ts";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner, type Learner } from "#app/_data/learner.ts";
import { commitServing, currentServing, findServing, type Serving, takeHint } from "#app/_data/servings.ts";
import { findSession, isOfDay } from "#app/_data/sessions.ts";
import { liveVariant } from "#app/drill/live-variant.ts";
import { presentRevealed } from "#app/drill/kinds/recall-presenter.ts";
import { presentAnswered, presentHints, presentQuestion, stepsOf } from "#app/drill/present.ts";
import type { AnsweredView, Hints, QuestionView, Revealed } from "#app/drill/view.ts";
import { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import { CERTAINTIES, type Verdict } from "#lib/grade/verdict.ts";
import { gradeOf, gradeOfRubric } from "#lib/schedule/grade.ts";

const GAVE_UP: Verdict = { outcome: "wrong", read: "", credit: 0, diagnosis: null };
const Seconds = z.number().min(0).catch(0);
/** Longer than this the learner was elsewhere. */
const LONGEST_SECONDS = 600;

/** What became of an answer. `gone`: the question is no longer open, and the page should show what is. */
export type AnswerResult =
  | { kind: "answered"; view: AnsweredView }
  | { kind: "invalid"; message: string }
  | { kind: "gone" };

const AnswerInput = z.object({
  servingId: z.uuid(),
  answer: Answer,
  certainty: z.literal(CERTAINTIES).nullable().default(null),
  seconds: Seconds,
});

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

const GiveUpInput = z.object({ servingId: z.uuid(), seconds: Seconds });

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

async function load(servingId: string): Promise<{ learner: Learner; serving: Serving | null }> {
  const db = database();
  const learner = await currentLearner(db);
  return { learner, serving: await findServing(db, learner.id, servingId) };
}

async function record(
  learner: Learner,
  serving: Serving,
  { answer, verdict, certainty, seconds }: Omit<Review, "grade" | "at"> & { seconds: number },
): Promise<AnswerResult> {
  const { solution } = serving.variant;
  const grade =
    answer?.kind === "recall" && solution.kind === "recall"
      ? gradeOfRubric(Math.round(verdict.credit * solution.rubric.length), solution.rubric.length)
      : gradeOf({
          verdict: answer === null ? "revealed" : verdict.outcome,
          hints: serving.hints,
          guessed: certainty === 1,
          slip: false,
        });
  const review = { answer, verdict, certainty, grade, at: new Date(), seconds: Math.min(seconds, LONGEST_SECONDS) };
  const { recorded, card } = await recordReview(database(), learner, serving, review);
  if (!recorded) return answeredBefore(learner, serving);
  return { kind: "answered", view: await presentAnswered(database(), learner, serving, review, card) };
}

/** Sent twice, or answered in another tab: what was marked then. */
async function answeredBefore(learner: Learner, serving: Serving): Promise<AnswerResult> {
  const db = database();
  const review = await findReview(db, serving.id);
  if (!review) return { kind: "gone" };
  const card = await findCard(db, learner.id, serving.itemId);
  return { kind: "answered", view: await presentAnswered(db, learner, serving, review, card) };
}
