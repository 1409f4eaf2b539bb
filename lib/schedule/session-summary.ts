import type { CardState } from "./card.ts";
import { fold, type LogRow, liveRows, type ParametersByVersion, type PracticeRow, type ReviewRow } from "./log.ts";
import { type Calendar, dueAt, studyDay, studyDayDate } from "./study-day.ts";

/** An item touched in a session: its whole log, and the first `seq` that belongs to the session. */
export type SessionItem = { itemId: string; rows: readonly LogRow[]; fromSeq: number };

/** Item ids, in the order the items were given. */
export type SessionSummary = {
  /** Answers, practice included, and how many of them were not Again. */
  answers: number;
  right: number;
  /** Never asked before, and right when last asked. */
  learnt: string[];
  /** In review before, and answered wrong. */
  lapses: string[];
  /** Asked before, not wrong once in this session, and more stable than before. */
  improved: string[];
  /** What comes back when, by study day; `date` as `2026-03-29`. */
  returns: { day: number; date: string; items: string[] }[];
};

/** What a session amounted to, undone answers left out. */
export function sessionSummary(
  items: readonly SessionItem[],
  parametersByVersion: ParametersByVersion,
  calendar: Calendar,
): SessionSummary {
  const summary: SessionSummary = { answers: 0, right: 0, learnt: [], lapses: [], improved: [], returns: [] };
  const byDay = new Map<number, string[]>();
  for (const { itemId, rows, fromSeq } of items) {
    const live = liveRows(rows);
    const before = fold(
      live.filter((row) => row.seq < fromSeq),
      parametersByVersion,
    );
    const after = fold(live, parametersByVersion);
    const own = live.filter((row) => row.seq >= fromSeq);
    const answers = own.filter((row): row is ReviewRow | PracticeRow => "grade" in row);
    summary.answers += answers.length;
    summary.right += answers.filter(({ grade }) => grade !== "again").length;
    const reviews = own.filter((row): row is ReviewRow => row.kind === "review");
    const change = changeOf(before, after, reviews);
    if (change) summary[change].push(itemId);
    if (after && own.some((row) => row.kind !== "practice")) {
      const day = studyDay(dueAt(after, calendar), calendar);
      byDay.set(day, [...(byDay.get(day) ?? []), itemId]);
    }
  }
  summary.returns = [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, ids]) => ({ day, date: studyDayDate(day), items: ids }));
  return summary;
}

function changeOf(
  before: CardState | null,
  after: CardState | null,
  reviews: readonly ReviewRow[],
): "learnt" | "lapses" | "improved" | null {
  const last = reviews.at(-1);
  if (!last || !after) return null;
  if (before === null || before.state === "new") return last.grade === "again" ? null : "learnt";
  const wrong = reviews.some(({ grade }) => grade === "again");
  if (before.state === "review" && wrong) return "lapses";
  return !wrong && after.stability > before.stability ? "improved" : null;
}
