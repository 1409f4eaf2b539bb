import { type ExamResult, scoreOf } from "#app/_data/exam-results.ts";
import { currentLearner, utcOffsetMinutes } from "#app/_data/learner.ts";
import { database } from "#app/_data/client.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SharePlot } from "#app/progress/share-plot.tsx";
import { percent } from "#app/progress/share-table.tsx";
import { titleOf } from "./blueprint-form.ts";
import { signed } from "./words.ts";
import { momentInWords } from "./moment-in-words.ts";

/** Most exams that the plot has room for. */
const MOST_MARKS = 12;

/** Exams that are over, the latest first, and how their scores have gone. */
export async function EarlierExams({ results }: { results: readonly ExamResult[] }) {
  const { timeZone } = await currentLearner(database());
  const scored = results.map((result) => ({ ...result, score: scoreOf(result, results) }));
  const told = scored.slice(0, MOST_MARKS).reverse();
  const first = scored.length - told.length;
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
            ticks={told.map((_, i) => ({ at: placeOf(i, told.length), text: `${first + i + 1}` }))}
            across="exams, the oldest first"
            up="answers that were right"
            least={0}
            colour="blue"
          />
        </div>
      )}
      <ol reversed className="mt-4">
        {scored.map(({ exam, score: { right, certain } }, i) => (
          <li key={exam.id} className="border-t border-line">
            <PageLink
              href={`/exam/${exam.id}/report`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 py-2.5 hover:text-accent"
            >
              <span>
                <span className="mr-3 text-sm text-soft tabular-nums">{scored.length - i}</span>
                {titleOf(exam.preset)}
                <span className="ml-3 text-sm text-soft">
                  {momentInWords(exam.startedAt, utcOffsetMinutes(timeZone, exam.startedAt))}
                </span>
              </span>
              <span className="tabular-nums">
                {right.hits} of {right.n}
                {right.interval && (
                  <span className="ml-3 text-sm text-soft">
                    {percent(right.interval.low)} to {percent(right.interval.high)} %
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
