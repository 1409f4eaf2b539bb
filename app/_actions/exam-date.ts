"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { database } from "#app/_data/client.ts";
import {
  changeExamDate,
  type ExamGoal,
  findExamDate,
  removeExamDate,
  setExamDate,
  studyDayOf,
  undoExamDate,
} from "#app/_data/exam-date.ts";
import { examAreas } from "#app/_data/exam-weights.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { studyDayOfDate } from "#lib/schedule/study-day.ts";

/** Farthest ahead that an exam may be, in days. */
const FARTHEST = 730;
const WEIGHT = "weight ";

const Minutes = z.coerce.number("a number").int("whole minutes").min(1, "at least 1").max(600, "at most 600");
const Weight = z.coerce.number("a number").min(0, "at least 0").max(100, "at most 100");

export interface ExamDateState {
  saved: boolean;
  /** What is wrong, by field. */
  problems: Record<string, string>;
  /** What was entered, kept while something is wrong. */
  entered: Record<string, string>;
}

/** Sets the date or changes it, or says what can't be used and changes nothing. */
export async function setExamDateAction(_: ExamDateState, form: FormData): Promise<ExamDateState> {
  const entered = Object.fromEntries([...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]));
  const db = database();
  const learner = await currentLearner(db);
  const now = new Date();
  const today = studyDayOf(learner, now);
  const problems: Record<string, string> = {};
  const problem = (name: string, error: z.ZodError) => {
    problems[name] = error.issues[0]?.message ?? "something else";
    return 0;
  };
  const day = studyDayOfDate(entered.date ?? "");
  if (day === null) problems.date = "a date";
  else if (day < today) problems.date = "a day that is not past";
  else if (day > today + FARTHEST) problems.date = "a day within two years";
  const minutes = Minutes.safeParse(entered.minutesPerDay);
  const minutesPerDay = minutes.success ? minutes.data : problem("minutesPerDay", minutes.error);
  const weights = Object.fromEntries(
    Object.entries(entered)
      .filter(([name, text]) => name.startsWith(WEIGHT) && text.trim() !== "")
      .map(([name, text]) => {
        const weight = Weight.safeParse(text);
        return [name.slice(WEIGHT.length), weight.success ? weight.data : problem(name, weight.error)];
      }),
  );
  const given = Object.values(weights);
  const { areas } = await examAreas(db);
  if (areas.every(({ id, weight }) => (weights[id] ?? weight) === 0)) problems.weights = "at least one weight above 0";
  if (day === null || Object.keys(problems).length > 0) return { saved: false, problems, entered };
  const leftOut = (await findExamDate(db, learner.id))?.leftOut ?? [];
  const goal: ExamGoal = { day, minutesPerDay, weights: given.length > 0 ? weights : null, leftOut };
  await setExamDate(db, learner, goal, now);
  refresh();
  return { saved: true, problems: {}, entered: {} };
}

/** Removes the date: from here on the days are as ever. */
export async function removeExamDateAction(): Promise<void> {
  const db = database();
  await removeExamDate(db, await currentLearner(db), new Date());
  refresh();
}

/** Takes back the latest change, which the form names; one made since in another tab stays. */
export async function undoExamDateAction(form: FormData): Promise<void> {
  const id = z.coerce.number().int().safeParse(form.get("change"));
  const db = database();
  if (id.success) await undoExamDate(db, await currentLearner(db), id.data, new Date());
  refresh();
}

/** Gives each day until the date so many minutes. */
export async function moreMinutesAction(form: FormData): Promise<void> {
  const minutes = Minutes.safeParse(form.get("minutes"));
  if (minutes.success) await change((date) => ({ ...date, minutesPerDay: minutes.data }));
}

/** Leaves a concept out of what is studied for. */
export async function leaveOutAction(form: FormData): Promise<void> {
  const concept = z.string().min(1).safeParse(form.get("concept"));
  if (!concept.success) return;
  const known = await database().concept.findUnique({ where: { id: concept.data }, select: { id: true } });
  if (known) await change((date) => ({ ...date, leftOut: [...new Set([...date.leftOut, known.id])] }));
}

/** Takes a concept that was left out in again. */
export async function takeInAction(form: FormData): Promise<void> {
  const concept = form.get("concept");
  await change((date) => ({ ...date, leftOut: date.leftOut.filter((id) => id !== concept) }));
}

async function change(make: (date: ExamGoal) => ExamGoal): Promise<void> {
  const db = database();
  await changeExamDate(db, await currentLearner(db), make, new Date());
  refresh();
}

function refresh(): void {
  revalidatePath("/", "layout");
}
