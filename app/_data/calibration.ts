import "server-only";
import { RECALL_BOUNDS, type Share, shareOf } from "#lib/calibration/calibration.ts";
import { CERTAINTIES, type Certainty } from "#lib/grade/verdict.ts";
import type { Db } from "./client.ts";

/** How often the learner was right having said to be so sure; null: not said. */
export interface LevelShare extends Share {
  level: Certainty | null;
}

/** How many answers were recalled of those for which the schedule expected a recall from `from` up to `to`. */
export interface RecallBin extends Share {
  from: number;
  to: number;
  /** Mean of what was expected. */
  expected: number;
}

export interface Calibration {
  answers: number;
  levels: LevelShare[];
  /** Bins with at least one answer, from low to high. */
  recall: RecallBin[];
}

/**
 * How what the learner says, and what the schedule expects, agree with what comes. Over reviews that count: practice
 * and what was taken back is left out. The schedule's expectation is looked at where a day or more lay between.
 */
export async function readCalibration(db: Db, learnerId: string): Promise<Calibration> {
  const said = await db.$queryRaw<{ certainty: bigint | null; n: bigint; hits: bigint }[]>`
    SELECT certainty, count(*) AS n, sum(grade <> 'again') AS hits FROM Log
    WHERE learnerId = ${learnerId} AND kind = 'review'
      AND NOT EXISTS (SELECT 1 FROM Log AS undo WHERE undo.undoes = Log.seq)
    GROUP BY certainty`;
  const levels = [...CERTAINTIES, null].map((level): LevelShare => {
    const row = said.find(({ certainty }) => (certainty === null ? null : Number(certainty)) === level);
    return { level, ...shareOf(Number(row?.hits ?? 0), Number(row?.n ?? 0)) };
  });
  return {
    answers: levels.reduce((sum, { n }) => sum + n, 0),
    levels,
    recall: await readRecall(db, learnerId),
  };
}

async function readRecall(db: Db, learnerId: string): Promise<RecallBin[]> {
  const bounds = JSON.stringify(RECALL_BOUNDS.slice(1, -1));
  const rows = await db.$queryRaw<{ bin: bigint; n: bigint; hits: bigint; expected: number }[]>`
    SELECT (SELECT count(*) FROM json_each(${bounds}) WHERE value <= predicted) AS bin,
      count(*) AS n, sum(grade <> 'again') AS hits, avg(predicted) AS expected
    FROM Log WHERE learnerId = ${learnerId} AND kind = 'review' AND elapsed > 0
      AND NOT EXISTS (SELECT 1 FROM Log AS undo WHERE undo.undoes = Log.seq)
    GROUP BY bin ORDER BY bin`;
  return rows.map(({ bin, n, hits, expected }) => ({
    from: RECALL_BOUNDS[Number(bin)],
    to: RECALL_BOUNDS[Number(bin) + 1],
    expected,
    ...shareOf(Number(hits), Number(n)),
  }));
}
