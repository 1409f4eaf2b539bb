import "server-only";
import { LONGEST_RECOVERY } from "#lib/schedule/after-exam.ts";
import { targetedItems } from "#lib/misconception/targeted-items.ts";
import { cram, type CramInput } from "#lib/schedule/cram.ts";
import { DEFAULT_PACE, type Pace } from "#lib/schedule/pace.ts";
import { type Exam, type ExamCard, examPlan } from "#lib/schedule/exam-plan.ts";
import { type Plan, plan, type QueueInput } from "#lib/schedule/queue.ts";
import { studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import { examToPlanFor, findExamDate, minutesOn } from "./exam-date.ts";
import { contextOf, type Learner } from "./learner.ts";
import { readTargetable } from "./misconceptions.ts";
import { readConcepts } from "./queue-concepts.ts";
import { type AskedItem, readItems } from "./queue-items.ts";
import { findReturn, type Returning } from "./returning.ts";
import { type Scope, type Session, sessionHistory } from "./sessions.ts";

/** What a plan is made from, with the minutes of reviews that today has already taken. */
export type DayInput = Omit<QueueInput, "cards"> & {
  cards: readonly ExamCard[];
  minutesSpent: number;
  /** Minutes of each whole day: those of the settings or, before an exam, of its date. */
  minutesPerDay: number;
  /** Given to the session of the day while a date is set and not past. */
  exam?: Exam;
  session: Session | null;
  returning?: Returning;
  /** For a cram, which is planned by this and nothing else. */
  cram?: CramInput;
};

/**
 * Everything that decides what to ask next. All cards and items are read before each question, so as plain JSON.
 * A session of some concepts has no limit but its own; what their new questions build on must still be met first.
 */
export async function queueInput(db: Db, learner: Learner, session: Session | null, now: Date): Promise<DayInput> {
  const context = contextOf(learner, now);
  const today = studyDay(now, context);
  const dayStart = studyDayStart(today, context);
  const misunderstandings = await readTargetable(db, learner.id, session);
  const scope = session?.scope ?? null;
  const date = await findExamDate(db, learner.id);
  const coming = date && !scope && today <= date.day ? date : null;
  const {
    asked: answered,
    newItems,
    targeting,
  } = await readItems(db, learner.id, dayStart, misunderstandings.open, coming !== null);
  const spent = await db.log.aggregate({
    // The day's minutes are those of the drill: an exam, and a challenge, which has no serving, take their own time.
    where: {
      learnerId: learner.id,
      at: { gte: dayStart },
      kind: "review",
      serving: { session: { mode: { not: "exam" } } },
    },
    _sum: { seconds: true },
  });
  const minutesSpent = (spent._sum.seconds ?? 0) / 60;
  const exam = coming && (await examToPlanFor(db, learner, coming, [...answered, ...newItems]));
  const asked = exam
    ? answered.map((item) => ({
        ...item,
        firstDay: item.firstAt === null ? null : studyDay(new Date(item.firstAt), context),
      }))
    : answered;
  const { concepts, areaOf } = await readConcepts(db, asked, newItems);
  const pace = paceOf(asked);
  const unlimited = scope !== null || session?.unlimited;
  const minutesPerDay = minutesOn(today, date, learner);
  const back = scope || exam ? null : await findReturn(db, learner, { cards: asked, pace, context }, areaOf);
  // What an exam's plan left alone has piled up without any absence: predictions hold.
  const recovering = date !== null && today - date.day <= LONGEST_RECOVERY;
  const returning = recovering && back?.awayDays === null ? null : back;
  const input: DayInput = {
    context,
    cards: asked,
    newItems,
    concepts,
    history: session ? await sessionHistory(db, session.id) : [],
    pace,
    budgetMinutes: unlimited ? null : Math.max(0, minutesPerDay - minutesSpent),
    newPerDay: unlimited ? null : learner.newPerDay,
    newToday: asked.filter(({ beganToday }) => beganToday).length,
    ...(targeting.length > 0 && {
      targeted: {
        items: targetedItems(misunderstandings.open, targeting, today),
        asked: misunderstandings.asked,
      },
    }),
    ...(scope && { onlyConcepts: new Set(scope.concepts) }),
    ...(returning && { returning }),
    ...(exam && { exam }),
    minutesSpent,
    minutesPerDay,
    session,
  };
  return session?.mode === "cram" ? { ...input, cram: await cramInput(db, session, input) } : input;
}

/**
 * What the session asks, in order: by the schedule or, before an exam, by what it adds to recall on its date; in a cram
 * whatever is not right yet, to be practised.
 */
export function planSession(input: DayInput): Plan {
  const made = plans.get(input) ?? planFor(input);
  plans.set(input, made);
  return made;
}

/** A question is chosen from the same plan that says how much is left. */
const plans = new WeakMap<DayInput, Plan>();

function planFor(input: DayInput): Plan {
  const { exam } = input;
  if (!input.cram) return exam ? examPlan({ ...input, exam }) : plan(input);
  const { items, minutes, left } = cram(input.cram);
  const practised = items.map(({ itemId, conceptId, seconds, retrievability }) => {
    const asked = { kind: "review" as const, retrievability: retrievability ?? 0, overdueDays: 0, oldest: false };
    return { itemId, conceptId, seconds, reason: retrievability === null ? { kind: "new" as const } : asked };
  });
  return { items: practised, minutes, left: { due: left, new: 0 } };
}

/** What a cram is planned from: every active item of its concepts, in the order they are taught. */
async function cramInput(
  db: Db,
  { id, scope }: { id: string; scope: Scope },
  { cards, newItems, concepts, pace, context }: QueueInput,
): Promise<CramInput> {
  const chosen = new Set(scope.concepts);
  const place = new Map(concepts.map((concept, index) => [concept.id, index]));
  const items = [...cards, ...newItems.map((item) => ({ ...item, card: null }))]
    .filter(({ conceptId }) => chosen.has(conceptId))
    .sort((a, b) => (place.get(a.conceptId) ?? 0) - (place.get(b.conceptId) ?? 0) || orderOf(a) - orderOf(b));
  const practised = await db.log.aggregate({ where: { serving: { sessionId: id } }, _sum: { seconds: true } });
  const spent = (practised._sum.seconds ?? 0) / 60;
  return {
    items,
    history: await sessionHistory(db, id, true),
    pace,
    budgetMinutes: scope.minutes === null ? null : Math.max(0, scope.minutes - spent),
    context,
  };
}

/** The place of an item never asked within its concept. */
function orderOf(item: object): number {
  return "order" in item ? Number(item.order) : 0;
}

/** The learner's own times, by item and by kind. */
export function paceOf(asked: readonly AskedItem[]): Pace {
  const items = new Map<string, number>();
  const byKind = new Map<string, number[]>();
  for (const { itemId, kind = "", seconds } of asked) {
    if (seconds === null) continue;
    items.set(itemId, seconds);
    const times = byKind.get(kind);
    if (times) times.push(seconds);
    else byKind.set(kind, [seconds]);
  }
  const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const kinds = new Map([...byKind].map(([kind, seconds]) => [kind, mean(seconds)]));
  return { ...DEFAULT_PACE, items, kinds };
}
