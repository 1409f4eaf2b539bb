"use server";

import { z } from "zod";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { isExamined } from "#app/_data/exam-programs.ts";
import { currentLearner, type Learner } from "#app/_data/learner.ts";
import { findSubmission } from "#app/_data/submissions.ts";
import { behindOf } from "#app/challenges/behind.ts";
import { LanguageInput, RoundInput, SecondsInput, SourceInput } from "#app/challenges/inputs.ts";
import { presentWork } from "#app/challenges/present.ts";
import { startRun, stopRun, waitForRun } from "#app/challenges/runs.ts";
import { VerdictView } from "#app/challenges/verdict-view.ts";
import type { RunView, WorkView } from "#app/challenges/view.ts";

/**
 * Milliseconds that an answer may wait for the run to end. A page's requests are sent one after the other, so a stop
 * waits as long.
 */
const PATIENCE = 200;

const RunInput = z.object({
  id: z.uuid(),
  challenge: z.string(),
  language: LanguageInput,
  source: SourceInput,
  which: z.enum(["visible", "all"]),
  round: RoundInput,
  seconds: SecondsInput,
});

/**
 * Begins to judge a program. The run belongs to the server from then on, whatever becomes of the page. What an exam asks
 * can be run by the visible cases alone.
 */
export async function startRunAction(input: z.input<typeof RunInput>): Promise<RunView> {
  const parsed = RunInput.safeParse(input);
  const challenge = parsed.success ? findChallenge(parsed.data.challenge) : null;
  if (!parsed.success || !challenge) return { kind: "refused" };
  const learner = await currentLearner(database());
  const examined = await isExamined(database(), learner.id, challenge.slug);
  if (examined && parsed.data.which === "all") return { kind: "refused" };
  if (!startRun({ ...parsed.data, learner, challenge, compare: !examined })) return { kind: "refused" };
  return watch(learner, parsed.data.id);
}

/** How a run stands, as soon as it is over or a moment later. */
export async function watchRunAction(id: string): Promise<RunView> {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) return { kind: "gone" };
  return watch(await currentLearner(database()), parsed.data);
}

/** Ends a run. */
export async function stopRunAction(id: string): Promise<void> {
  const { id: learnerId } = await currentLearner(database());
  stopRun(learnerId, z.string().catch("").parse(id));
}

async function watch(learner: Learner, id: string): Promise<RunView> {
  const run = await waitForRun(learner.id, id, PATIENCE);
  if (!run) return kept(learner, id);
  const { state, request } = run;
  if (state.kind !== "done") return state;
  const behind = await behindOf(database(), learner.id, state.verdict);
  return { ...state, behind, work: request.which === "all" ? await workOn(learner, request.challenge.slug) : null };
}

/** A submission that was judged before the server was started again. */
async function kept(learner: Learner, id: string): Promise<RunView> {
  const found = await findSubmission(database(), learner.id, id);
  if (!found) return { kind: "gone" };
  const verdict = VerdictView.parse(found.verdict);
  const behind = await behindOf(database(), learner.id, verdict);
  return { kind: "done", verdict, behind, work: await workOn(learner, found.challengeId) };
}

async function workOn(learner: Learner, slug: string): Promise<WorkView | null> {
  const challenge = findChallenge(slug);
  return challenge && presentWork(database(), learner, challenge, new Date());
}
