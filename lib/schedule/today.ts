import { pools, type QueueInput, scoped } from "./pools.ts";
import { examPlan, type ExamPlanInput } from "./exam-plan.ts";
import { isNew, planFrom } from "./queue.ts";
import { dueAt, isDue, studyDay, studyDayStart } from "./study-day.ts";

export type Today = {
  /** Reviews due. */
  due: number;
  /** Steps due now or within the minutes by which they may be shown early. */
  learning: number;
  /** New items that may begin today: prerequisites met, and within the day's number. */
  new: number;
  /** Minutes the plan within the budget is expected to take. */
  minutes: number;
  /** When the next thing falls due, if there is nothing now; null when there is, or when nothing ever will be. */
  nextDue: Date | null;
};

/** The numbers of the day. */
export function today(input: QueueInput): Today {
  const found = pools(input);
  const { steps, ahead, reviews, fresh } = found;
  const { newPerDay, newToday } = input;
  const openNew = newPerDay === null ? fresh.length : Math.min(fresh.length, Math.max(0, newPerDay - newToday));
  const learning = steps.length + ahead.length;
  const nothing = reviews.length + learning + openNew === 0;
  return {
    due: reviews.length,
    learning,
    new: openNew,
    minutes: planFrom(found, input).minutes,
    nextDue: nothing ? nextDue(scoped(input), fresh.length > 0) : null,
  };
}

/**
 * The numbers of a day before an exam: what the plan has chosen, since nearly everything could be asked. Where that is
 * nothing, it goes on with a step of today, or tomorrow.
 */
export function todayUntilExam(input: ExamPlanInput): Today {
  const { cards, newItems, exam, context } = input;
  const { items, minutes } = examPlan(input);
  const learning = items.filter(({ reason }) => reason.kind === "step" || reason.kind === "ahead").length;
  const fresh = items.filter(isNew).length;
  const steps = cards.filter(({ card }) => card.state !== "review").map(({ card }) => card.due.getTime());
  const tomorrow = studyDayStart(studyDay(context.now, context) + 1, context).getTime();
  const goesOn = studyDay(context.now, context) < exam.day && cards.length + newItems.length > 0;
  const next = Math.min(...steps, goesOn ? tomorrow : Number.POSITIVE_INFINITY);
  return {
    due: items.length - learning - fresh,
    learning,
    new: fresh,
    minutes,
    nextDue: items.length === 0 && Number.isFinite(next) ? new Date(next) : null,
  };
}

function nextDue({ cards, newPerDay, context }: QueueInput, newWaiting: boolean): Date | null {
  const times = cards.filter(({ card }) => !isDue(card, context)).map(({ card }) => dueAt(card, context).getTime());
  if (newWaiting && newPerDay !== 0) times.push(studyDayStart(studyDay(context.now, context) + 1, context).getTime());
  const earliest = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return Number.isFinite(earliest) ? new Date(earliest) : null;
}
