"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { database } from "#app/_data/client.ts";
import { currentLearner, saveSettings } from "#app/_data/learner.ts";
import {
  answerPlacement,
  beginPlacement,
  dropPlacement,
  findOpenQuestion,
  type PlacementMark,
  undoPlacement,
} from "#app/_data/placement.ts";
import { liveVariant } from "#app/drill/live-variant.ts";
import { presentTurn, resultPath } from "#app/placement/present.ts";
import type { PlacementReply } from "#app/placement/view.ts";
import { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";

/** Longer than this the learner was elsewhere. */
const LONGEST_SECONDS = 600;

/** Begins a placement, or goes on with the one that was begun. */
export async function beginPlacementAction(): Promise<void> {
  const db = database();
  const turn = await beginPlacement(db, await currentLearner(db), new Date());
  redirect(turn.kind === "done" ? resultPath(turn.placementId) : "/placement");
}

const AnswerInput = z.object({
  questionId: z.uuid(),
  /** Null: not known. */
  answer: Answer.nullable(),
  seconds: z.number().min(0).catch(0),
});

/** Keeps an answer without a word about it, and gives the next question; an answer that can't be read is not kept. */
export async function answerPlacementAction(input: z.input<typeof AnswerInput>): Promise<PlacementReply> {
  const parsed = AnswerInput.safeParse(input);
  if (!parsed.success) return { kind: "invalid", message: "This could not be read as an answer." };
  const { questionId, answer, seconds } = parsed.data;
  const db = database();
  const learner = await currentLearner(db);
  const question = await findOpenQuestion(db, learner.id, questionId);
  const given: PlacementMark = { answer, right: false, seconds: Math.min(seconds, LONGEST_SECONDS) };
  if (question && answer) {
    const marked = mark(answer, liveVariant(question.variant).variant);
    if (marked.outcome === "invalid") return { kind: "invalid", message: marked.message };
    given.right = marked.outcome === "right";
  }
  // One answered before, in another tab, keeps its answer.
  const turn = await answerPlacement(db, learner, questionId, given, new Date());
  if (turn.kind === "done") revalidatePath("/", "layout");
  return presentTurn(turn);
}

/** Ends a placement that goes on without a result. */
export async function dropPlacementAction(): Promise<void> {
  const db = database();
  await dropPlacement(db, (await currentLearner(db)).id, new Date());
  revalidatePath("/", "layout");
}

/** Takes a placement back as a whole. */
export async function undoPlacementAction(form: FormData): Promise<void> {
  const id = z.uuid().safeParse(form.get("placement"));
  if (!id.success) return;
  const db = database();
  await undoPlacement(db, await currentLearner(db), id.data, new Date());
  revalidatePath("/", "layout");
}

/** The page of the day no longer offers one; the settings still lead there. */
export async function declinePlacementAction(): Promise<void> {
  const db = database();
  const { id } = await currentLearner(db);
  await saveSettings(db, { id, offerPlacement: false });
  revalidatePath("/", "layout");
}
