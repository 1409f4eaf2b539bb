import type { SatAnswer } from "#app/_data/exam-results.ts";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import { clock } from "#app/challenges/words.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { Report } from "../../present-report.ts";
import { CERTAINTY_NAMES } from "../../words.ts";
import { type Look, ReportRow } from "./report-row.tsx";

const LOOK: Record<SatAnswer["outcome"], Look> = {
  right: { sign: "✓", words: "right", colour: "text-correct" },
  wrong: { sign: "✕", words: "wrong", colour: "text-wrong" },
  unanswered: { sign: "–", words: "no answer", colour: "text-soft" },
};

/** Every question, those first that were wrong though the learner was sure; each leads to its trace. */
export function QuestionList({ report: { exam, answers, score, names } }: { report: Report }) {
  const sure = score.confidentErrors.map(({ place }) => place);
  const others = answers.filter(({ place }) => !sure.includes(place));
  const of = (outcome: SatAnswer["outcome"]) => others.filter((answer) => answer.outcome === outcome);
  const groups = [
    { title: "Wrong, though you were sure", answers: sure.map((place) => answers[place]) },
    { title: "Wrong", answers: of("wrong") },
    { title: "Without an answer", answers: of("unanswered") },
    { title: "Right", answers: of("right") },
  ];
  return groups
    .filter((group) => group.answers.length > 0)
    .map((group) => (
      <div key={group.title} className="mt-4">
        <h3 className="text-sm font-medium text-soft">{group.title}</h3>
        <ul className="mt-1">
          {group.answers.map((answer) => (
            <ReportRow
              key={answer.place}
              exam={exam.id}
              place={answer.place}
              look={LOOK[answer.outcome]}
              below={[
                names.concepts.get(answer.conceptId),
                ...(answer.certainty ? [CERTAINTY_NAMES[answer.certainty]] : []),
                clock(answer.seconds),
                ...(answer.flagged ? ["flagged"] : []),
                ...(answer.unread === null ? [] : ["could not be read"]),
              ].join(" · ")}
            >
              <RichSpan html={renderInline(names.items.get(answer.itemId) ?? "")} />
            </ReportRow>
          ))}
        </ul>
      </div>
    ));
}
