import { PageLink } from "#app/_ui/page-link.tsx";
import type { SatProgram } from "#app/_data/exam-results.ts";
import { clock } from "#app/challenges/words.ts";
import { percent } from "#app/progress/share-table.tsx";
import { judgingOf } from "../../judging.ts";
import type { Report } from "../../present-report.ts";
import { Judging } from "./judging.tsx";

/** The challenges of the exam; each leads to the program and its verdict. */
export function ProgramList({ report: { exam, programs, names } }: { report: Report }) {
  const waiting = programs.filter(({ outcome }) => outcome === "unjudged");
  return (
    <>
      <ul className="mt-1">
        {programs.map((program) => {
          const { sign, words, colour } = lookOf(program);
          return (
            <li key={program.place} className="break-inside-avoid border-t border-line">
              <PageLink
                href={`/exam/${exam.id}/report/${program.place + 1}`}
                className="flex items-baseline gap-x-3 py-2.5 hover:text-accent"
              >
                <span className="w-7 shrink-0 text-right text-sm text-soft tabular-nums">{program.place + 1}</span>
                <span className="min-w-0 grow">
                  {program.title}
                  <span className="block text-sm text-soft">
                    {names.areas.get(program.areaId)}
                    {` · ${clock(program.seconds)} of ${clock(program.given)}`}
                    {program.flagged && " · flagged"}
                  </span>
                </span>
                <span className={`text-right text-sm ${colour}`}>
                  <span aria-hidden>{sign} </span>
                  {words}
                </span>
              </PageLink>
            </li>
          );
        })}
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

function lookOf({ outcome, credit }: SatProgram): { sign: string; words: string; colour: string } {
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
