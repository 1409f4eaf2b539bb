import "server-only";
import type { ScheduleContext } from "#lib/schedule/card.ts";
import { FITTED_OUTCOMES, fitStabilityFactor, type RecallOutcome } from "#lib/schedule/stability-factor.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import { type Learner, saveSettings } from "./learner.ts";

/** Fits the learner's own factor to what was recalled and what was not, on the first answer of each study day. */
export async function refitMemory(db: Db, { id, fittedOn }: Learner, context: ScheduleContext): Promise<void> {
  const today = studyDay(context.now, context);
  if (fittedOn === today) return;
  const stabilityFactor = fitStabilityFactor(await latestOutcomes(db, id), context.parameters);
  await saveSettings(db, { id, stabilityFactor, fittedOn: today });
}

/** The latest answers that say something about memory, those taken back left out, oldest first. */
async function latestOutcomes(db: Db, learnerId: string): Promise<RecallOutcome[]> {
  const rows = await db.$queryRaw<{ stability: number; elapsed: bigint; grade: string }[]>`
    SELECT stability, elapsed, grade FROM Log
    WHERE learnerId = ${learnerId} AND kind = 'review' AND stability IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM Log AS later WHERE later.undoes = Log.seq)
    ORDER BY at DESC, seq DESC LIMIT ${FITTED_OUTCOMES}`;
  return rows
    .map(({ stability, elapsed, grade }) => ({
      stability,
      elapsedDays: Number(elapsed),
      recalled: grade !== "again",
    }))
    .reverse();
}
