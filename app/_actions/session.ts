"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { scopeOfArea, scopeOfConcept } from "#app/_data/scopes.ts";
import {
  beginScoped,
  beginSession,
  dailySession,
  endScoped,
  findSession,
  goPastBudget,
  type Scope,
  type ScopedMode,
} from "#app/_data/sessions.ts";

/** Goes on past the day's minutes and new questions. */
export async function keepGoingAction(): Promise<void> {
  const db = database();
  const learner = await currentLearner(db);
  const now = new Date();
  const session =
    (await dailySession(db, learner.id, now, contextOf(learner, now))) ?? (await beginSession(db, learner.id, now));
  await goPastBudget(db, session.id);
  redirect("/drill");
}

/** Drills what is due and new of one concept. */
export async function drillConceptAction(form: FormData): Promise<void> {
  await begin("concept", await scopeOfConcept(database(), textOf(form, "concept")));
}

/** Practises all questions of one concept; the schedule isn't touched. */
export async function cramConceptAction(form: FormData): Promise<void> {
  await begin("cram", await scopeOfConcept(database(), textOf(form, "concept")));
}

const Minutes = z.coerce.number().int().min(1).max(600).nullable().catch(null);

/** Practises all questions of an area, for so many minutes if that is given. */
export async function cramAreaAction(form: FormData): Promise<void> {
  const minutes = Minutes.parse(textOf(form, "minutes") || null);
  await begin("cram", await scopeOfArea(database(), textOf(form, "area"), minutes));
}

/** Practises all that a session of some concepts was about. */
export async function cramSameAction(form: FormData): Promise<void> {
  const db = database();
  const session = await findSession(db, (await currentLearner(db)).id, textOf(form, "session"));
  await begin("cram", session?.scope ? { ...session.scope, minutes: null } : null);
}

/** Ends a session of some concepts and sums it up. */
export async function stopAction(form: FormData): Promise<void> {
  const id = textOf(form, "session");
  await end(id);
  redirect(`/drill/done?session=${encodeURIComponent(id)}`);
}

/** Ends a session of some concepts and goes on with the daily one. */
export async function backToDailyAction(form: FormData): Promise<void> {
  await end(textOf(form, "session"));
  redirect("/drill");
}

async function begin(mode: ScopedMode, scope: Scope | null): Promise<void> {
  if (!scope) redirect("/notes");
  const db = database();
  await beginScoped(db, await currentLearner(db), mode, scope, new Date());
  redirect("/drill");
}

async function end(id: string): Promise<void> {
  const db = database();
  await endScoped(db, (await currentLearner(db)).id, id, new Date());
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
