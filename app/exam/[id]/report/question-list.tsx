import { PageLink } from "#app/_ui/page-link.tsx";
import type { SatAnswer } from "#app/_data/exam-results.ts";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import { clock } from "#app/challenges/words.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { Report } from "../../present-report.ts";
import { CERTAINTY_NAMES } from "../../words.ts";

const LOOK = {
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
            <li key={answer.place} className="break-inside-avoid border-t border-line">
              <PageLink
                href={`/exam/${exam.id}/report/${answer.place + 1}`}
                className="flex items-baseline gap-x-3 py-2.5 hover:text-accent"
              >
                <span className="w-7 shrink-0 text-right text-sm text-soft tabular-nums">{answer.place + 1}</span>
                <span className="min-w-0 grow">
                  <RichSpan html={renderInline(names.items.get(answer.itemId) ?? "")} />
                  <span className="block text-sm text-soft">
                    {names.concepts.get(answer.conceptId)}
                    {answer.certainty && ` · ${CERTAINTY_NAMES[answer.certainty]}`}
                    {` · ${clock(answer.seconds)}`}
                    {answer.flagged && " · flagged"}
                    {answer.unread !== null && " · could not be read"}
                  </span>
                </span>
                <span className={`shrink-0 text-sm ${LOOK[answer.outcome].colour}`}>
                  <span aria-hidden>{LOOK[answer.outcome].sign} </span>
                  {LOOK[answer.outcome].words}
                </span>
              </PageLink>
            </li>
          ))}
        </ul>
      </div>
    ));
}
