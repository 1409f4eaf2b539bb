import "server-only";
import { type EarlierArea, type ExamAnswer, type Score, score } from "#lib/exam/score.ts";
import type { Certainty, Marked } from "#lib/grade/verdict.ts";
import type { Db } from "./client.ts";
import { type Exam, listEndedExams } from "./exam-sittings.ts";

/** A question of an exam that is over. */
export interface SatAnswer extends ExamAnswer {
  servingId: string;
  kind: string;
  /** Chance of a right answer without any knowledge. */
  guess: number;
  flagged: boolean;
  /** Why the answer could not be read, if it could not. */
  unread: string | null;
}

export interface ExamResult {
  exam: Exam;
  answers: SatAnswer[];
}

/** All exams that are over with what was answered, the latest first. */
export async function readResults(db: Db, learnerId: string): Promise<ExamResult[]> {
  const exams = await listEndedExams(db, learnerId);
  const rows = await db.examQuestion.findMany({
    where: { exam: { learnerId, endedAt: { not: null } } },
    orderBy: [{ examId: "asc" }, { place: "asc" }],
    include: {
      serving: { select: { itemId: true, item: { select: { conceptId: true, kind: true } } } },
    },
  });
  const answers = new Map<string, SatAnswer[]>();
  for (const { examId, serving, verdict, ...row } of rows) {
    const { place, servingId, areaId, given, guess, seconds, flagged } = row;
    const marked = verdict as unknown as Marked | null;
    const read = marked === null || marked.outcome === "invalid" ? null : marked;
    const answer: SatAnswer = {
      place,
      servingId,
      itemId: serving.itemId,
      conceptId: serving.item.conceptId,
      kind: serving.item.kind,
      areaId,
      outcome: read?.outcome ?? "unanswered",
      credit: read?.credit ?? 0,
      certainty: row.certainty as Certainty | null,
      seconds,
      given,
      diagnosed: read?.diagnosis?.misconception ?? null,
      guess,
      flagged,
      unread: marked?.outcome === "invalid" ? marked.message : null,
    };
    const of = answers.get(examId);
    if (of) of.push(answer);
    else answers.set(examId, [answer]);
  }
  return exams.map((exam) => ({ exam, answers: answers.get(exam.id) ?? [] }));
}

/** The score of an exam, its areas pooled with those of the exams before it. */
export function scoreOf({ exam, answers }: ExamResult, all: readonly ExamResult[]): Score {
  const earlier = all.filter((one) => one.exam.startedAt < exam.startedAt).flatMap((one) => areasOf(one.answers));
  return score(answers, { certaintyMarking: exam.certaintyMarking, earlier });
}

function areasOf(answers: readonly SatAnswer[]): EarlierArea[] {
  return [...new Set(answers.map(({ areaId }) => areaId))].map((areaId) => {
    const own = answers.filter((answer) => answer.areaId === areaId);
    return { areaId, questions: own.length, right: own.filter(({ outcome }) => outcome === "right").length };
  });
}
