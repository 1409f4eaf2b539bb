import "server-only";
import type { ScheduleContext } from "#lib/schedule/card.ts";
import type { QueueInput } from "#lib/schedule/queue.ts";
import { type Absence, absence, type ProbeResult, type Return } from "#lib/schedule/return.ts";
import { studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import type { Learner } from "./learner.ts";

/** Study days that are looked through one by one; before them only the latest review matters. */
const DAYS_BACK = 36;

/** The return after an absence: what the plan needs of it, and what there is to say. */
export interface Returning extends Return {
  absence: Absence;
  /** Whole study days without a review; null when there was no such gap, and reviews have piled up otherwise. */
  awayDays: number | null;
}

/**
 * Whether the learner comes back from an absence, and what was answered since. Which days had reviews is asked of the
 * index day by day, so that the length of the log does not matter.
 * @param topicOf area by concept
 */
export async function findReturn(
  db: Db,
  learner: Learner,
  { cards, pace, context }: Pick<QueueInput, "cards" | "pace" | "context">,
  topicOf: ReadonlyMap<string, string>,
): Promise<Returning | null> {
  const days = await reviewDays(db, learner.id, context);
  const found = absence({ cards, pace, context }, days, learner.minutesPerDay);
  if (!found) return null;
  const before = Math.max(...days.filter((day) => day < found.since));
  const awayDays = found.since - before - 1;
  return {
    since: found.since,
    topicOf,
    results: await resultsSince(db, learner.id, found.since, context, topicOf),
    absence: found,
    awayDays: Number.isFinite(awayDays) && awayDays > 0 ? awayDays : null,
  };
}

/** Study days with a review: the latest, and the last one before them. */
async function reviewDays(db: Db, learnerId: string, context: ScheduleContext): Promise<number[]> {
  const today = studyDay(context.now, context);
  const first = today - DAYS_BACK;
  const days = Array.from({ length: DAYS_BACK + 1 }, (_, i) => {
    const day = first + i;
    return [day, stored(studyDayStart(day, context)), stored(studyDayStart(day + 1, context))];
  });
  const rows = await db.$queryRaw<{ day: bigint }[]>`
    SELECT json_extract(value, '$[0]') AS day FROM json_each(${JSON.stringify(days)})
    WHERE EXISTS (SELECT 1 FROM Log WHERE learnerId = ${learnerId} AND kind = 'review'
      AND at >= json_extract(value, '$[1]') AND at < json_extract(value, '$[2]'))`;
  const earlier = await db.log.findFirst({
    where: { learnerId, kind: "review", at: { lt: studyDayStart(first, context) } },
    orderBy: { at: "desc" },
    select: { at: true },
  });
  return [...(earlier ? [studyDay(earlier.at, context)] : []), ...rows.map(({ day }) => Number(day))];
}

/** The first answer since the return to each card last reviewed before it, with what was predicted just before. */
async function resultsSince(
  db: Db,
  learnerId: string,
  since: number,
  context: ScheduleContext,
  topicOf: ReadonlyMap<string, string>,
): Promise<ProbeResult[]> {
  const rows = await db.$queryRaw<
    { conceptId: string; at: string; grade: string; predicted: number; elapsed: bigint }[]
  >`
    SELECT Item.conceptId, Log.at, grade, predicted, elapsed FROM Log JOIN Item ON Item.id = Log.itemId
    WHERE learnerId = ${learnerId} AND Log.at >= ${studyDayStart(since, context)} AND Log.kind = 'review' AND elapsed > 0
      AND NOT EXISTS (SELECT 1 FROM Log AS undo WHERE undo.undoes = Log.seq) ORDER BY Log.seq`;
  return rows
    .filter(({ at, elapsed }) => studyDay(new Date(at), context) - Number(elapsed) < since)
    .map(({ conceptId, grade, predicted }) => ({
      topic: topicOf.get(conceptId) ?? conceptId,
      predicted,
      recalled: grade !== "again",
    }));
}

/** An instant as Prisma stores it. */
function stored(at: Date): string {
  return at.toISOString().replace("Z", "+00:00");
}
