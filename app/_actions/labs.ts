"use server";

import { z } from "zod";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { CHOICES, type RunView } from "#app/labs/run-view.ts";
import { findServerRun, startServerRun, stopServerRun } from "#app/labs/server-runs.ts";

const Started = z.object({ id: z.uuid(), recipe: z.string().max(40), choice: z.enum(CHOICES) });

/** Begins a run on the server, or finds the one that goes on there. */
export async function startTrainingAction(
  input: z.input<typeof Started>,
): Promise<{ id: string; view: RunView } | null> {
  const parsed = Started.safeParse(input);
  const learner = await currentLearner(database());
  if (parsed.success) startServerRun(learner.id, parsed.data);
  return findServerRun(learner.id);
}

/** How the learner's run on the server stands; null where there is none. */
export async function watchTrainingAction(): Promise<{ id: string; view: RunView } | null> {
  return findServerRun((await currentLearner(database())).id);
}

export async function stopTrainingAction(id: string): Promise<void> {
  const parsed = z.uuid().safeParse(id);
  if (parsed.success) stopServerRun((await currentLearner(database())).id, parsed.data);
}
