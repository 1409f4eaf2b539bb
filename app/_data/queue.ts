import "server-only";
import { DEFAULT_PACE, type Pace } from "#lib/schedule/pace.ts";
import type { ConceptProgress } from "#lib/schedule/prerequisites.ts";
import type { NewItem, QueueInput } from "#lib/schedule/queue.ts";
import { studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import { type AskedItem, readItems } from "./queue-items.ts";
import { type Session, sessionHistory } from "./sessions.ts";

/** What a plan is made from, with the minutes that today has already taken. */
export type DayInput = QueueInput & { minutesSpent: number };

/** Everything that decides what to ask next. All cards and items are read before each question, so as plain JSON. */
export async function queueInput(db: Db, learner: Learner, session: Session | null, now: Date): Promise<DayInput> {
  const context = contextOf(learner, now);
  const dayStart = studyDayStart(studyDay(now, context), context);
  const { asked, newItems } = await readItems(db, learner.id, dayStart);
  const spent = await db.log.aggregate({
    where: { learnerId: learner.id, at: { gte: dayStart }, kind: "review" },
    _sum: { seconds: true },
  });
  const minutesSpent = (spent._sum.seconds ?? 0) / 60;
  return {
    context,
    cards: asked,
    newItems,
    concepts: await readConcepts(db, asked, newItems),
    history: session ? await sessionHistory(db, session.id) : [],
    pace: paceOf(asked),
    budgetMinutes: session?.unlimited ? null : Math.max(0, learner.minutesPerDay - minutesSpent),
    newPerDay: session?.unlimited ? null : learner.newPerDay,
    newToday: asked.filter(({ beganToday }) => beganToday).length,
    minutesSpent,
  };
}

function paceOf(asked: readonly AskedItem[]): Pace {
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

async function readConcepts(
  db: Db,
  asked: readonly AskedItem[],
  newItems: readonly NewItem[],
): Promise<ConceptProgress[]> {
  const items = new Map<string, number>();
  const right = new Map<string, number>();
  const add = (to: Map<string, number>, { conceptId }: { conceptId: string }) =>
    to.set(conceptId, (to.get(conceptId) ?? 0) + 1);
  for (const item of newItems) add(items, item);
  for (const item of asked) {
    add(items, item);
    if (item.rightUnaided) add(right, item);
  }
  const rows = await db.concept.findMany({
    where: { retiredAt: null },
    orderBy: { position: "asc" },
    select: { id: true, needs: true },
  });
  return rows.map(({ id, needs }) => ({
    id,
    needs: needs as string[],
    items: items.get(id) ?? 0,
    rightUnaided: right.get(id) ?? 0,
    placed: false,
    known: false,
  }));
}
