import "server-only";
import { assemble } from "#lib/exam/assembly.ts";
import type { Blueprint } from "#lib/exam/blueprint.ts";
import type { Db } from "./client.ts";
import { asksAny, readExamBank } from "./exam-bank.ts";

/** What an exam by a blueprint would ask. */
export interface ExamPreview {
  questions: number;
  challenges: number;
  minutes: number;
  /** Minutes that all of it is expected to take. */
  expectedMinutes: number;
  /** Areas with the number of their questions, in the order they are taught. */
  areas: { id: string; title: string; questions: number }[];
  /** What the bank could not give, in words. */
  notes: string[];
}

const NOTHING = { questions: 0, challenges: 0, minutes: 0, expectedMinutes: 0, areas: [], notes: [] };

/** What exams by these blueprints would ask. Which questions come is drawn when one begins; how many of what is not. */
export async function previewExams(
  db: Db,
  learnerId: string,
  blueprints: readonly Blueprint[],
): Promise<ExamPreview[]> {
  const { areas, ...bank } = await readExamBank(db, learnerId);
  return blueprints.map((blueprint) => {
    if (!asksAny(blueprint, areas)) return NOTHING;
    const { questions, challenges, minutes, expectedMinutes, notes } = assemble(blueprint, areas, bank, 1);
    const of = areas.map(({ id, title }) => {
      return { id, title, questions: questions.filter(({ areaId }) => areaId === id).length };
    });
    return {
      questions: questions.length,
      challenges: challenges.length,
      minutes,
      expectedMinutes,
      notes,
      areas: of.filter((area) => area.questions > 0),
    };
  });
}
