import { percent } from "#app/progress/share-table.tsx";
import type { Readiness } from "#lib/exam/readiness.ts";
import { count } from "../../words.ts";

/** What such an exam would give today, as a band, and what that rests on. */
export function ReadinessNow({ readiness }: { readiness: Readiness | null }) {
  if (readiness === null) return <p className="mt-1 text-soft">The bank has nothing left that this exam asks.</p>;
  const { band, nextExam, answers, concepts } = readiness;
  return (
    <>
      <p className="mt-1">
        Of all that such an exam may ask you would get{" "}
        <strong className="font-semibold">
          {percent(band.low)} to {percent(band.high)} %
        </strong>{" "}
        right, in 8 of 10 cases. One exam of {count(nextExam.questions, "question")} would give {percent(nextExam.low)}{" "}
        to {percent(nextExam.high)} %: which questions come is chance.
      </p>
      <p className="mt-1 text-soft">
        {count(answers, "exam answer")} stand{answers === 1 ? "s" : ""} behind it, about {concepts.answered} of{" "}
        {count(concepts.all, "concept")}; for the others it goes by what builds on what.
        {answers < ENOUGH && " That is little, and the band is wide for it."}
      </p>
    </>
  );
}

/** From here on bands are narrow enough to plan by. */
const ENOUGH = 24;
