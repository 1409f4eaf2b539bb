import type { AfterExam } from "#lib/schedule/after-exam.ts";
import { countOf } from "./words.ts";

/** How ordinary days come back after an exam. */
export function After({ after, minutesPerDay }: { after: AfterExam; minutesPerDay: number }) {
  const { waiting, days, normalAfter } = after;
  if (waiting.reviews === 0) return <p className="mt-6">Nothing has piled up: each question comes when it is due.</p>;
  const over = days.filter(({ itemIds }) => itemIds.length > 0).length;
  return (
    <section aria-labelledby="after" className="mt-10">
      <h2 id="after" className="text-lg font-semibold">
        Back to ordinary days
      </h2>
      <p className="mt-1">
        {countOf(waiting.reviews, "review")}, about {countOf(Math.max(1, Math.round(waiting.minutes)), "minute")},
        waited while they would have added little to the exam. They are laid over {countOf(over, "day")}, those most at
        risk first, so that no day takes more than its {countOf(minutesPerDay, "minute")}.
      </p>
      <p className="mt-2 text-soft">{backToNormal(normalAfter)}</p>
    </section>
  );
}

function backToNormal(normalAfter: number | null): string {
  if (normalAfter === null) return "So few minutes a day will not catch up with what falls due: more of them would.";
  if (normalAfter === 0) return "All of it fits into today.";
  return `With what falls due meanwhile, days are as usual again in about ${countOf(normalAfter, "day")}.`;
}
