"use server";

import { z } from "zod";
import { type AnswerResult, answeredBefore, CertaintyInput, ending, load, record } from "#app/drill/answering.ts";
import { programBehind } from "#app/drill/live-variant.ts";
import { presentSteps } from "#app/drill/present-steps.ts";
import type { StepView } from "#app/drill/view.ts";
import { markSteps } from "#lib/grade/steps.ts";
import { StepsAnswer } from "#lib/grade/steps-answer.ts";
import { askedSteps } from "#lib/item/steps.ts";

const ServingInput = z.object({ servingId: z.uuid() });

/** The steps of the open question, to be answered one by one; null where it can't be. */
export async function stepsAction(input: z.input<typeof ServingInput>): Promise<StepView[] | null> {
  const parsed = ServingInput.safeParse(input);
  const { serving } = parsed.success ? await load(parsed.data.servingId) : { serving: null };
  const program = serving?.open ? programBehind(serving.variant) : null;
  const steps = program && serving ? askedSteps(program, serving.variant.seed) : null;
  return steps && presentSteps(steps);
}

const AnswerStepsInput = z.object({ ...ending, certainty: CertaintyInput, answer: StepsAnswer });

/** Marks a computation answered step by step. An invalid answer writes nothing. */
export async function answerStepsAction(input: z.input<typeof AnswerStepsInput>): Promise<AnswerResult> {
  const parsed = AnswerStepsInput.safeParse(input);
  if (!parsed.success) return { kind: "invalid", message: "This could not be read as an answer." };
  const { servingId, answer, certainty, seconds } = parsed.data;
  const { learner, serving } = await load(servingId);
  if (!serving) return { kind: "gone" };
  if (!serving.open) return answeredBefore(learner, serving);
  const program = programBehind(serving.variant);
  if (!program) return { kind: "invalid", message: "This question is answered at once, not step by step." };
  const verdict = markSteps(program, serving.variant.seed, answer.texts);
  if (verdict.outcome === "invalid") return { kind: "invalid", message: verdict.message };
  return record(learner, serving, { answer, verdict, certainty, seconds });
}
