import "server-only";
import type { Db } from "#app/_data/client.ts";
import { type Names, readNames } from "#app/_data/exam-names.ts";
import { type ExamResult, readResults, scoreOf } from "#app/_data/exam-results.ts";
import type { Learner } from "#app/_data/learner.ts";
import { type NextAction, nextActions } from "#lib/exam/next-actions.ts";
import type { Score } from "#lib/exam/score.ts";

/** An exam that is over, with all that its report says. */
export interface Report extends ExamResult {
  score: Score;
  actions: NextAction[];
  /** All exams that are over, this one among them. */
  results: readonly ExamResult[];
  names: Names;
}

/** The report of an exam; null where it is not over or not this learner's. */
export async function readReport(db: Db, learner: Learner, examId: string): Promise<Report | null> {
  const results = await readResults(db, learner.id);
  const result = results.find(({ exam }) => exam.id === examId);
  if (!result) return null;
  const score = scoreOf(result, results);
  return {
    ...result,
    score,
    actions: nextActions(result.answers, result.programs, score),
    results,
    names: await readNames(db, learner.id, result),
  };
}
