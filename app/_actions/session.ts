"use server";

import { redirect } from "next/navigation";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { beginSession, goPastBudget, openSession } from "#app/_data/sessions.ts";

/** Goes on past the day's minutes and new questions. */
export async function keepGoingAction(): Promise<void> {
  const db = database();
  const learner = await currentLearner(db);
  const now = new Date();
  const session =
    (await openSession(db, learner.id, now, contextOf(learner, now))) ?? (await beginSession(db, learner.id, now));
  await goPastBudget(db, session.id);
  redirect("/drill");
}
