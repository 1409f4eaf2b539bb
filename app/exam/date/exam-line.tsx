import { Suspense } from "react";
import type { ExamLine as Line } from "#app/_data/exam-outlook.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { dateInWords, inDays } from "#app/drill/schedule-words.ts";
import { studyDayDate } from "#lib/schedule/study-day.ts";
import { countOf, percent } from "./words.ts";

const LINK = "text-accent underline underline-offset-2";

/** The exam in one line of the page of the day: when it is and what can be expected, or what it has left behind. */
export function ExamLine({ line }: { line: Line | null }) {
  if (!line)
    return (
      <p className="mt-3 text-soft">
        <PageLink href="/exam/date" className={LINK}>
          Study for a date
        </PageLink>
      </p>
    );
  const day = dateInWords(studyDayDate(line.day));
  if (line.kind === "after")
    return (
      <p className="mt-3 text-soft">
        The exam was on {day}. {whatWaits(line)}{" "}
        <PageLink href="/exam/date" className={LINK}>
          Set the next date
        </PageLink>
      </p>
    );
  return (
    <p className="mt-3 text-soft">
      <PageLink href="/exam/date" className={LINK}>
        Exam {inDays(line.daysLeft)}
      </PageLink>
      , on {day}
      <Suspense fallback=".">
        <Expected line={line} />
      </Suspense>
    </p>
  );
}

async function Expected({ line }: { line: Extract<Line, { kind: "before" }> }) {
  const expected = await line.expected();
  return expected === null ? "." : `; expected recall then ${percent(expected)}.`;
}

function whatWaits({ waiting, normalAfter }: Extract<Line, { kind: "after" }>): string {
  if (waiting === 0) return "";
  const until = normalAfter ? `, ${countOf(normalAfter, "day")} until days are as usual again` : "";
  return `${countOf(waiting, "review")} that waited are laid over the coming days${until}.`;
}
