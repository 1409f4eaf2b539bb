import "server-only";
import { type AfterExam, afterExam } from "#lib/schedule/after-exam.ts";
import {
  type ExamOutlook,
  examOutlook,
  type OutlookInput,
  recallWithoutStudy,
  searchMinutes,
} from "#lib/schedule/exam-outlook.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import { type ExamChange, type ExamDate, findExamDate, latestChange } from "./exam-date.ts";
import { examAreas, weightsOf } from "./exam-weights.ts";
import { contextOf, type Learner } from "./learner.ts";
import { type DayInput, queueInput } from "./queue.ts";
import { dailySession } from "./sessions.ts";

/** Where the plan until a date leads. */
export interface Prospect {
  outlook: ExamOutlook;
  /** Share of the exam, by weight, that was not left out; the outlook is of that alone. */
  kept: number;
  /** Expected recall on the date over the whole exam, what was left out counted as it stands. */
  overall: number;
  /** Minutes a day that would suffice; null: not even four hours. Asked for only where the plan's do not. */
  minutesNeeded: () => Promise<number | null>;
}

export interface ExamPage {
  today: number;
  date: ExamDate | null;
  /** What undo would take back. */
  change: ExamChange | null;
  minutesPerDay: number;
  /** Recall on the date that is wanted: that of the settings. */
  wanted: number;
  areas: { id: string; title: string; weight: number }[];
  /** Titles of concepts by id. */
  titles: ReadonlyMap<string, string>;
  /** Before the date. */
  prospect: Prospect | null;
  /** After it. */
  after: AfterExam | null;
}

/** All that the page of the date shows. */
export async function readExamPage(db: Db, learner: Learner, now: Date): Promise<ExamPage> {
  const date = await findExamDate(db, learner.id);
  const context = contextOf(learner, now);
  const today = studyDay(now, context);
  const input = await queueInput(db, learner, await dailySession(db, learner.id, now, context), now);
  const concepts = await db.concept.findMany({ where: { retiredAt: null }, select: { id: true, title: true } });
  const { areas } = await examAreas(db);
  return {
    today,
    date,
    change: await latestChange(db, learner.id),
    minutesPerDay: date && date.day >= today ? date.minutesPerDay : learner.minutesPerDay,
    wanted: learner.desiredRetention,
    areas,
    titles: new Map(concepts.map(({ id, title }) => [id, title])),
    prospect: date && input.exam ? await prospectOf(db, date, input, input.exam) : null,
    after: date && date.day < today ? afterExamOf(input) : null,
  };
}

async function prospectOf(
  db: Db,
  date: ExamDate,
  input: DayInput,
  exam: NonNullable<DayInput["exam"]>,
): Promise<Prospect | null> {
  if (exam.weights.size === 0) return null;
  const { areas, areaOf } = await examAreas(db);
  const items = [...input.cards, ...input.newItems];
  const all = weightsOf(date.weights, areas, areaOf, items);
  const out = new Map([...all].filter(([itemId]) => !exam.weights.has(itemId)));
  const kept = 1 - [...out.values()].reduce((sum, weight) => sum + weight, 0);
  const given: OutlookInput = { ...input, exam };
  const outlook = examOutlook(given);
  const left = recallWithoutStudy({ ...input, exam: { ...exam, weights: out } }).onDate;
  return {
    outlook,
    kept,
    overall: kept * outlook.withPlan + (1 - kept) * left,
    minutesNeeded: () => search(given),
  };
}

/** Outlooks one by one, so that other requests are answered in between. */
async function search(given: OutlookInput): Promise<number | null> {
  const steps = searchMinutes(given);
  for (;;) {
    await pause();
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The line about the exam on the page of the day. */
export type ExamLine =
  | { kind: "before"; day: number; daysLeft: number; expected: () => Promise<number | null> }
  | { kind: "after"; day: number; waiting: number; normalAfter: number | null };

/** Days after an exam for which the page of the day speaks of it. */
const SPOKEN_OF = 30;

/** Null without a date, and once one is long past. */
export async function readExamLine(db: Db, learner: Learner, input: DayInput): Promise<ExamLine | null> {
  const date = await findExamDate(db, learner.id);
  const today = studyDay(input.context.now, input.context);
  if (!date || today - date.day > SPOKEN_OF) return null;
  if (today <= date.day) {
    const expected = () => expectedOn(today, date, input);
    return { kind: "before", day: date.day, daysLeft: date.day - today, expected };
  }
  const { waiting, normalAfter } = afterExamOf(input);
  return { kind: "after", day: date.day, waiting: waiting.reviews, normalAfter };
}

let latest: { of: string; expected: number } | null = null;

/** Expected recall on the date, reckoned once a day for the page of the day: a few answers move it little. */
async function expectedOn(today: number, date: ExamDate, input: DayInput): Promise<number | null> {
  const { exam } = input;
  if (!exam || exam.weights.size === 0) return null;
  const of = JSON.stringify([date, today, input.cards.length + input.newItems.length]);
  if (latest?.of === of) return latest.expected;
  await pause();
  latest = { of, expected: examOutlook({ ...input, exam }).withPlan };
  return latest.expected;
}

function afterExamOf({ cards, pace, context, minutesPerDay, budgetMinutes }: DayInput): AfterExam {
  return afterExam({ cards, pace, context }, { perDay: minutesPerDay, today: budgetMinutes ?? minutesPerDay });
}
