import "server-only";
import type { Language } from "#lib/challenge/language.ts";
import { type ScheduleContext, scheduleContext } from "#lib/schedule/card.ts";
import type { Db } from "./client.ts";

/** The learner when nobody else was made. */
const DEFAULT_LEARNER = "you";

export interface Learner {
  id: string;
  timeZone: string | null;
  rolloverHour: number;
  minutesPerDay: number;
  newPerDay: number;
  desiredRetention: number;
  maximumInterval: number;
  /** How many times as stable as the parameters say this memory is, and the study day it was last fitted on. */
  stabilityFactor: number;
  fittedOn: number | null;
  /** The language challenges were last solved in. */
  challengeLanguage: Language;
  /** Whether the page of the day offers a placement to whoever has answered little. */
  offerPlacement: boolean;
}

/** The learner of this installation, with settings; made on first use. */
export async function currentLearner(db: Db): Promise<Learner> {
  const found = await db.settings.findUnique({ where: { learnerId: DEFAULT_LEARNER } });
  const { learnerId, ...settings } =
    found ??
    (await db.settings.create({
      data: { learner: { connectOrCreate: { where: { id: DEFAULT_LEARNER }, create: { id: DEFAULT_LEARNER } } } },
    }));
  return { id: learnerId, ...settings };
}

export async function saveSettings(db: Db, { id, ...settings }: Pick<Learner, "id"> & Partial<Learner>): Promise<void> {
  await db.settings.update({ where: { learnerId: id }, data: settings });
}

/** What scheduling decisions for this learner depend on at `now`. */
export function contextOf(learner: Learner, now: Date): ScheduleContext {
  const { timeZone, rolloverHour, desiredRetention, maximumInterval, stabilityFactor } = learner;
  return scheduleContext({
    now,
    utcOffsetMinutes: utcOffsetMinutes(timeZone, now),
    rolloverHour,
    desiredRetention,
    maximumInterval,
    stabilityFactor,
  });
}

/** Minutes east of UTC at `at` in the zone; the server's own zone for null. */
export function utcOffsetMinutes(timeZone: string | null, at: Date): number {
  if (timeZone === null) return -at.getTimezoneOffset();
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(offset);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Whether the runtime knows the zone: what a browser reports is not trusted. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
