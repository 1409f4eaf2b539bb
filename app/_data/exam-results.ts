import "server-only";
import { type EarlierArea, type ExamAnswer, type ExamProgram, type Score, score } from "#lib/exam/score.ts";
import type { Certainty, Marked } from "#lib/grade/verdict.ts";
import { findChallenge } from "./challenges.ts";
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

/** A challenge of an exam that is over. */
export interface SatProgram extends ExamProgram {
  title: string;
  areaId: string;
  /** What it was judged as; null where nothing was written, or it is not judged yet. */
  submissionId: string | null;
  seconds: number;
  given: number;
  flagged: boolean;
}

export interface ExamResult {
  exam: Exam;
  answers: SatAnswer[];
  /** Challenges, whose places come after those of the answers. */
  programs: SatProgram[];
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
  const programs = new Map<string, SatProgram[]>();
  for (const { examId, servingId, serving, verdict, ...row } of rows) {
    const { place, areaId, given, guess, seconds, flagged, challengeId, submissionId } = row;
    const marked = verdict as unknown as Marked | null;
    const read = marked === null || marked.outcome === "invalid" ? null : marked;
    if (challengeId !== null) {
      add(programs, examId, {
        place,
        challengeId,
        title: findChallenge(challengeId)?.document.title ?? challengeId,
        areaId,
        outcome: row.answer === null ? "unanswered" : (read?.outcome ?? "unjudged"),
        credit: read?.credit ?? 0,
        diagnosed: read?.diagnosis?.misconception ?? null,
        submissionId,
        seconds,
        given,
        flagged,
      });
    }
    if (serving === null || servingId === null) continue;
    add(answers, examId, {
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
    });
  }
  return exams.map((exam) => ({
    exam,
    answers: answers.get(exam.id) ?? [],
    programs: programs.get(exam.id) ?? [],
  }));
}

function add<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  const list = lists.get(key);
  if (list) list.push(entry);
  else lists.set(key, [entry]);
}

/** The score of an exam, its areas pooled with those of the exams before it. */
export function scoreOf({ exam, answers, programs }: ExamResult, all: readonly ExamResult[]): Score {
  const earlier = all.filter((one) => one.exam.startedAt < exam.startedAt).flatMap((one) => areasOf(one.answers));
  return score(answers, { certaintyMarking: exam.certaintyMarking, earlier, programs });
}

function areasOf(answers: readonly SatAnswer[]): EarlierArea[] {
  return [...new Set(answers.map(({ areaId }) => areaId))].map((areaId) => {
    const own = answers.filter((answer) => answer.areaId === areaId);
    return { areaId, questions: own.length, right: own.filter(({ outcome }) => outcome === "right").length };
  });
}
