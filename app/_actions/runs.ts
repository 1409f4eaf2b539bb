"use server";

import { z } from "zod";
import { findWork } from "#app/_data/challenge-work.ts";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { findSubmission } from "#app/_data/submissions.ts";
import { LanguageInput, SecondsInput, SourceInput } from "#app/challenges/inputs.ts";
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
  seconds: SecondsInput,
});

/** Begins to judge a program. The run belongs to the server from then on, whatever becomes of the page. */
export async function startRunAction(input: z.input<typeof RunInput>): Promise<RunView> {
  const parsed = RunInput.safeParse(input);
  const challenge = parsed.success ? findChallenge(parsed.data.challenge) : null;
  if (!parsed.success || !challenge) return { kind: "refused" };
  const { id: learnerId } = await currentLearner(database());
  if (!startRun({ ...parsed.data, learnerId, challenge })) return { kind: "refused" };
  return watch(learnerId, parsed.data.id);
}

/** How a run stands, as soon as it is over or a moment later. */
export async function watchRunAction(id: string): Promise<RunView> {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) return { kind: "gone" };
  const { id: learnerId } = await currentLearner(database());
  return watch(learnerId, parsed.data);
}

/** Ends a run. */
export async function stopRunAction(id: string): Promise<void> {
  const { id: learnerId } = await currentLearner(database());
  stopRun(learnerId, z.string().catch("").parse(id));
}

async function watch(learnerId: string, id: string): Promise<RunView> {
  const run = await waitForRun(learnerId, id, PATIENCE);
  if (!run) return kept(learnerId, id);
  const { state, request } = run;
  if (state.kind !== "done") return state;
  return { ...state, work: request.which === "all" ? await workOn(learnerId, request.challenge.slug) : null };
}

/** A submission that was judged before the server was started again. */
async function kept(learnerId: string, id: string): Promise<RunView> {
  const found = await findSubmission(database(), learnerId, id);
  if (!found) return { kind: "gone" };
  return {
    kind: "done",
    verdict: VerdictView.parse(found.verdict),
    work: await workOn(learnerId, found.challengeId),
  };
}

async function workOn(learnerId: string, slug: string): Promise<WorkView | null> {
  const challenge = findChallenge(slug);
  return challenge && presentWork(challenge, await findWork(database(), learnerId, slug), new Date());
}
