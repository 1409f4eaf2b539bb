import { saveQuestion, type QuestionChange, readSatExam, type Saved } from "#app/_data/exam-questions.ts";
import { beginExam, type ExamRequest, findExam, type Exam } from "#app/_data/exam-sittings.ts";
import { endExam, endOverdueExam } from "#app/_data/exam-end.ts";
import type { ClockReading } from "#lib/exam/exam-clock.ts";
import type { ExamInput } from "#lib/exam/program-answer.ts";
import type { Answer } from "#lib/grade/answer.ts";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import { Variant } from "#lib/item/question.ts";
import { after, type Place } from "./drill-test.ts";

/** Ten minutes, six questions. */
export const SHORT: ExamRequest = {
  preset: "check",
  blueprint: { minutes: 10, questions: 6, challenges: 0 },
  certaintyMarking: false,
  seed: 1,
};

/** The server's clocks so many seconds after noon, as a machine that was started an hour before it. */
export function clockAt(seconds: number, given: Partial<ClockReading> = {}): ClockReading {
  return { now: after(seconds * 1000), uptime: 3600 + seconds, boot: "first", ...given };
}

/** Begins an exam at noon. */
export async function begin({ db, ada }: Place, given: Partial<ExamRequest> = {}): Promise<Exam> {
  const begun = await beginExam(db, ada, { ...SHORT, ...given }, clockAt(0));
  if (begun.kind !== "begun") throw new Error(`No exam was begun: ${begun.kind}`);
  const exam = await findExam(db, ada.id, begun.id);
  if (!exam) throw new Error(`Exam ${begun.id} is not there`);
  return exam;
}

/** The variant asked at a place. */
export async function variantAt({ db }: Place, exam: Exam, place: number): Promise<Variant> {
  const { serving } = await db.examQuestion.findUniqueOrThrow({
    where: { examId_place: { examId: exam.id, place } },
    include: { serving: true },
  });
  return Variant.parse(serving?.snapshot);
}

export async function rightAt(place: Place, exam: Exam, at: number): Promise<Answer> {
  return keyOf(await variantAt(place, exam, at));
}

/** An answer of the kind that can be read and is wrong. */
export async function wrongAt(place: Place, exam: Exam, at: number): Promise<Answer> {
  const { question, solution } = await variantAt(place, exam, at);
  if (solution.kind === "choice") return { kind: "choice", option: solution.key === 0 ? 1 : 0 };
  if (solution.kind === "cloze") return { kind: "cloze", texts: solution.blanks.map(() => "quite another thing") };
  if (solution.kind === "numeric") return { kind: "numeric", text: "987654" };
  if (solution.kind === "tensor") {
    return { kind: "tensor", cells: solution.key.map((row) => row.map(() => "987654")) };
  }
  throw new Error(`No wrong answer is known to a ${question.kind} question`);
}

/** Types an answer so many seconds after the exam began, which arrives at once. */
export function type(
  { db, ada }: Place,
  exam: Exam,
  { place, value, seconds = 20, at }: { place: number; value: ExamInput | null; seconds?: number; at: number },
  more: Partial<QuestionChange> = {},
): Promise<Saved> {
  const answer = { value, typedAt: at * 1000 };
  return saveQuestion(db, ada.id, exam.id, { place, answer, seconds, ...more }, clockAt(at));
}

export const handIn = ({ db, ada }: Place, exam: Exam, reading: ClockReading): Promise<void> =>
  endExam(db, ada, exam.id, reading, mark);
export const lookIn = ({ db, ada }: Place, reading: ClockReading): Promise<void> =>
  endOverdueExam(db, ada, reading, mark);
export const questionsOf = async ({ db }: Place, exam: Exam) => (await readSatExam(db, exam.id)).questions;
