import { percent } from "#app/progress/share-table.tsx";
import type { Report } from "../../present-report.ts";
import { count, signed } from "../../words.ts";

/** The score with its interval, in large. */
export function Result({ report: { score } }: { report: Report }) {
  const { right, credit, unanswered, certain } = score;
  const interval = right.interval ?? { low: 0, high: 1 };
  const share = right.hits / right.n;
  return (
    <section aria-label="Result" className="mt-8 rounded-card border border-line bg-card p-5">
      <p className="font-serif text-3xl font-semibold tabular-nums">
        {right.hits} of {right.n} right
      </p>
      <div aria-hidden className="relative mt-4 h-2 rounded-full bg-line">
        <div
          className="absolute inset-y-0 rounded-full bg-[#0072b2]/40 dark:bg-[#56b4e9]/40"
          style={{ left: `${interval.low * 100}%`, right: `${(1 - interval.high) * 100}%` }}
        />
        <div
          className="absolute -top-1 h-4 w-1 -translate-x-1/2 rounded-full bg-[#0072b2] dark:bg-[#56b4e9]"
          style={{ left: `${share * 100}%` }}
        />
      </div>
      <p className="mt-3">
        {percent(share)} %; your true share lies between {percent(interval.low)} and {percent(interval.high)} % in 8 of
        10 cases.
      </p>
      {Math.round(credit * 100) !== percent(share) && (
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
    </section>
  );
}
