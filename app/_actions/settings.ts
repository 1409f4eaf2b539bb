"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { database } from "#app/_data/client.ts";
import { currentLearner, isTimeZone, saveSettings } from "#app/_data/learner.ts";

const Settings = z.object({
  minutesPerDay: z.coerce.number("a number").int("whole minutes").min(1, "at least 1").max(600, "at most 600"),
  newPerDay: z.coerce.number("a number").int("a whole number").min(0, "at least 0").max(200, "at most 200"),
  rolloverHour: z.coerce.number("a number").int("a whole hour").min(0, "at least 0").max(23, "at most 23"),
  desiredRetention: z.coerce.number("a number").min(70, "at least 70").max(97, "at most 97"),
  maximumInterval: z.coerce.number("a number").int("whole days").min(1, "at least 1").max(3650, "at most 3650"),
});

export interface SettingsState {
  saved: boolean;
  /** What is wrong, by field. */
  problems: Record<string, string>;
  /** What was entered, kept while something is wrong. */
  entered: Record<string, string>;
}

/** Stores the settings, or says which can't be used and changes nothing. */
export async function saveSettingsAction(_: SettingsState, form: FormData): Promise<SettingsState> {
  const entered = Object.fromEntries([...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]));
  const parsed = Settings.safeParse(entered);
  if (!parsed.success) {
    const problems = Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]));
    return { saved: false, problems, entered };
  }
  const db = database();
  const { id } = await currentLearner(db);
  await saveSettings(db, { id, ...parsed.data, desiredRetention: parsed.data.desiredRetention / 100 });
  revalidatePath("/");
  return { saved: true, problems: {}, entered };
}

/** Days are cut by the clock of the browser in use. */
export async function setTimeZoneAction(timeZone: string): Promise<void> {
  const db = database();
  const learner = await currentLearner(db);
  if (learner.timeZone === timeZone || typeof timeZone !== "string" || !isTimeZone(timeZone)) return;
  await saveSettings(db, { id: learner.id, timeZone });
}
