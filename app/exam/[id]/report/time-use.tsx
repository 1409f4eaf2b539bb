import { clock } from "#app/challenges/words.ts";
import type { Report } from "../../present-report.ts";
import { count } from "../../words.ts";

/** How the time was used: on which questions it went, and what was not reached. */
export function TimeUse({ report: { score, exam } }: { report: Report }) {
  const { seconds, slowest, unreached } = score.time;
  return (
    <>
      <p className="mt-1">
        Questions were looked at for {clock(seconds)} of {clock(exam.limit)}.
        {unreached > 0 &&
          ` ${count(unreached, "question")} at the end ${unreached === 1 ? "was" : "were"} not reached.`}
      </p>
      {slowest.length > 0 && (
        <ul className="mt-2 text-soft">
          {slowest.map(({ place, seconds: took, given }) => (
            <li key={place}>
              Question {place + 1} took {clock(took)}; {clock(given)} would have been its share.
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
