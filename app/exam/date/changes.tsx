import { removeExamDateAction, undoExamDateAction } from "#app/_actions/exam-date.ts";
import type { ExamChange, ExamDate } from "#app/_data/exam-date.ts";

const QUIET = "min-h-11 cursor-pointer text-accent underline underline-offset-2";

/** The way back: the latest change taken back, or the date removed. */
export function Changes({ date, change }: { date: ExamDate | null; change: ExamChange | null }) {
  if (!change) return null;
  return (
    <div className="mt-4 flex flex-wrap gap-x-6">
      <form action={undoExamDateAction}>
        <input type="hidden" name="change" value={change.id} />
        <button type="submit" className={QUIET}>
          {date ? "Undo the last change" : "Undo: set the date again"}
        </button>
      </form>
      {date && (
        <form action={removeExamDateAction}>
          <button type="submit" className={QUIET}>
            Remove the date
          </button>
        </form>
      )}
    </div>
  );
}
