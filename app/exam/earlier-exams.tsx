import { type ExamResult, scoreOf } from "#app/_data/exam-results.ts";
import { currentLearner, utcOffsetMinutes } from "#app/_data/learner.ts";
import { database } from "#app/_data/client.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SharePlot } from "#app/progress/share-plot.tsx";
import { percent } from "#app/progress/share-table.tsx";
import { titleOf } from "./blueprint-form.ts";
import { count, signed } from "./words.ts";
import { momentInWords } from "./moment-in-words.ts";

/** Most exams that the plot has room for. */
const MOST_MARKS = 12;

/** Exams that are over, the latest first, and how their scores have gone. */
export async function EarlierExams({ results }: { results: readonly ExamResult[] }) {
  const { timeZone } = await currentLearner(database());
  const scored = results.map((result) => ({ ...result, score: scoreOf(result, results) }));
  const numbered = scored.map((result, i) => ({ ...result, number: scored.length - i }));
  // A coding round has no questions to be right about.
  const told = numbered
    .filter(({ score }) => score.right.n > 0)
    .slice(0, MOST_MARKS)
    .reverse();
  return (
    <section aria-labelledby="earlier" className="mt-14">
      <h2 id="earlier" className="text-lg font-semibold">
        Earlier exams
      </h2>
      {scored.length === 0 && (
        <p className="mt-2 text-soft">None yet. After the first one its report stands here, with what to do next.</p>
      )}
      {told.length > 1 && (
        <div className="mt-4">
          <SharePlot
            name="Share of right answers by exam, with 80 % intervals; the list has the numbers"
            marks={told.map(({ score: { right } }, i) => ({
              at: placeOf(i, told.length),
              share: right.hits / right.n,
              interval: right.interval ?? { low: 0, high: 1 },
              label: `${percent(right.hits / right.n)} %`,
            }))}
            ticks={told.map(({ number }, i) => ({ at: placeOf(i, told.length), text: `${number}` }))}
            across="exams, the oldest first"
            up="answers that were right"
            least={0}
            colour="blue"
          />
        </div>
      )}
      <ol reversed className="mt-4">
        {numbered.map(({ exam, programs, number, score: { right, certain, solved } }) => (
          <li key={exam.id} className="border-t border-line">
            <PageLink
              href={`/exam/${exam.id}/report`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 py-2.5 hover:text-accent"
            >
              <span>
                <span className="mr-3 text-sm text-soft tabular-nums">{number}</span>
                {titleOf(exam.preset)}
                <span className="ml-3 text-sm text-soft">
                  {momentInWords(exam.startedAt, utcOffsetMinutes(timeZone, exam.startedAt))}
                </span>
              </span>
              <span className="tabular-nums">
                {right.n > 0 && `${right.hits} of ${right.n}`}
                {right.interval && (
                  <span className="ml-3 text-sm text-soft">
                    {percent(right.interval.low)} to {percent(right.interval.high)} %
                  </span>
                )}
                {programs.length > 0 && (
                  <span className={right.n > 0 ? "ml-3 text-sm text-soft" : ""}>
                    {solved.hits} of {count(programs.length, "challenge")} solved
                  </span>
                )}
                {certain && <span className="ml-3 text-sm text-soft">{signed(certain.points)} points</span>}
              </span>
            </PageLink>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where a mark stands along the axis, with room for its label. */
function placeOf(index: number, marks: number): number {
  return 0.05 + (index * 0.8) / Math.max(1, marks - 1);
}
