import { database } from "#app/_data/client.ts";
import { readReadiness } from "#app/_data/exam-readiness.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { percent } from "#app/progress/share-table.tsx";
import type { Report } from "../../present-report.ts";
import { count } from "../../words.ts";

/** What such an exam would give today, as a band, and what that rests on. It takes a moment to reckon. */
export async function ReadinessNow({ report: { exam, results }, now }: { report: Report; now: Date }) {
  const db = database();
  const learner = await currentLearner(db);
  const { blueprint } = exam;
  const readiness = await readReadiness(db, learner, { results, blueprint, on: now });
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
        {count(concepts.all, "concept")}
        {concepts.answered < concepts.all ? "; for the others it goes by what builds on what." : "."}
        {answers < ENOUGH && " That is little, and the band is wide for it."}
      </p>
    </>
  );
}

/** From here on bands are narrow enough to plan by. */
const ENOUGH = 24;
