import type { SatProgram } from "#app/_data/exam-results.ts";
import { clock } from "#app/challenges/words.ts";
import { percent } from "#app/progress/share-table.tsx";
import { judgingOf } from "../../judging.ts";
import type { Report } from "../../present-report.ts";
import { Judging } from "./judging.tsx";
import { type Look, ReportRow } from "./report-row.tsx";

/** The challenges of the exam; each leads to the program and its verdict. */
export function ProgramList({ report: { exam, programs, names } }: { report: Report }) {
  const waiting = programs.filter(({ outcome }) => outcome === "unjudged");
  return (
    <>
      <ul className="mt-1">
        {programs.map((program) => (
          <ReportRow
            key={program.place}
            exam={exam.id}
            place={program.place}
            look={lookOf(program)}
            below={[
              names.areas.get(program.areaId),
              `${clock(program.seconds)} of ${clock(program.given)}`,
              ...(program.flagged ? ["flagged"] : []),
            ].join(" · ")}
          >
            {program.title}
          </ReportRow>
        ))}
      </ul>
      {waiting.length > 0 && (
        <Judging
          exam={exam.id}
          stand={judgingOf(
            exam.id,
            waiting.map(({ place }) => place),
          )}
        />
      )}
    </>
  );
}

function lookOf({ outcome, credit }: SatProgram): Look {
  switch (outcome) {
    case "right":
      return { sign: "✓", words: "solved", colour: "text-correct" };
    case "wrong":
      return { sign: "✕", words: `not solved; ${percent(credit)} % of its cases pass`, colour: "text-wrong" };
    case "unanswered":
      return { sign: "–", words: "no program", colour: "text-soft" };
    case "unjudged":
      return { sign: "…", words: "not judged yet", colour: "text-soft" };
  }
}
