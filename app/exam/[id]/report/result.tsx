import { percent } from "#app/progress/share-table.tsx";
import type { Share } from "#lib/calibration/calibration.ts";
import type { Report } from "../../present-report.ts";
import { count, signed } from "../../words.ts";

/** The score with its interval, in large; that of challenges by itself. */
export function Result({ report: { score, answers, programs } }: { report: Report }) {
  const { right, credit, unanswered, certain, solved } = score;
  const judging = programs.length - solved.n;
  return (
    <section aria-label="Result" className="mt-8 flex flex-col gap-6 rounded-card border border-line bg-card p-5">
      {answers.length > 0 && (
        <div>
          <Measured share={right} words={`${right.hits} of ${right.n} right`} />
          {Math.round(credit * 100) !== percent(right.hits / right.n) && (
            <p className="mt-1 text-soft">With parts of answers counted: {percent(credit)} %.</p>
          )}
          {unanswered > 0 && (
            <p className="mt-1 text-soft">{count(unanswered, "question")} without an answer, counted as wrong.</p>
          )}
          {certain && (
            <p className="mt-1">
              Marked by certainty: <strong className="font-semibold">{signed(certain.points)} points</strong>{" "}
              <span className="text-soft">
                (from {signed(certain.least)} to {certain.most} are possible).
              </span>
            </p>
          )}
        </div>
      )}
      {solved.n > 0 && judging === 0 && (
        <Measured share={solved} words={`${solved.hits} of ${count(solved.n, "challenge")} solved`} />
      )}
      {judging > 0 && <p>{count(judging, "program")} being judged by all cases …</p>}
    </section>
  );
}

function Measured({ share: { hits, n, interval }, words }: { share: Share; words: string }) {
  const { low, high } = interval ?? { low: 0, high: 1 };
  const share = hits / n;
  return (
    <div>
      <p className="font-serif text-3xl font-semibold tabular-nums">{words}</p>
      <div aria-hidden className="relative mt-4 h-2 rounded-full bg-line">
        <div
          className="absolute inset-y-0 rounded-full bg-[#0072b2]/40 dark:bg-[#56b4e9]/40"
          style={{ left: `${low * 100}%`, right: `${(1 - high) * 100}%` }}
        />
        <div
          className="absolute -top-1 h-4 w-1 -translate-x-1/2 rounded-full bg-[#0072b2] dark:bg-[#56b4e9]"
          style={{ left: `${share * 100}%` }}
        />
      </div>
      <p className="mt-3">
        {percent(share)} %; your true share lies between {percent(low)} and {percent(high)} % in 8 of 10 cases.
      </p>
    </div>
  );
}
