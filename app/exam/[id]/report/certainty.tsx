import { SharePlot } from "#app/progress/share-plot.tsx";
import { percent } from "#app/progress/share-table.tsx";
import type { Score } from "#lib/exam/score.ts";
import { CERTAINTY_NAMES, count } from "../../words.ts";

/** How often right at each level of certainty, beside what the level says. */
export function Certainty({ score: { calibration, brier, confidentErrors } }: { score: Score }) {
  return (
    <>
      <p className="mt-1">
        {confidentErrors.length === 0
          ? "Nothing that you were sure of was wrong."
          : `${count(confidentErrors.length, "answer")} you were sure or fairly sure of ${confidentErrors.length === 1 ? "was" : "were"} wrong; they come first below.`}
        {brier !== null && (
          <>
            {" "}
            The Brier score is <strong className="font-semibold">{brier.toFixed(2)}</strong>{" "}
            <span className="text-soft">(0 is best; 0.25 is what tossing a coin gives).</span>
          </>
        )}
      </p>
      <div className="mt-4">
        <SharePlot
          name="Share of right answers by the certainty stated; the table has the numbers"
          marks={calibration.map(({ stated, hits, n, interval }) => ({
            at: stated,
            share: hits / n,
            interval: interval ?? { low: 0, high: 1 },
            label: `${n}`,
          }))}
          ticks={calibration.map(({ certainty, stated }) => ({ at: stated, text: CERTAINTY_NAMES[certainty] }))}
          across="what you said"
          up="answers that were right"
          least={0}
          diagonal="as said"
          colour="vermilion"
        />
      </div>
      <table className="mt-3 w-full text-sm">
        <caption className="sr-only">Share of right answers by the certainty stated</caption>
        <thead className="text-soft">
          <tr>
            {["you said", "which stands for", "right"].map((name, i) => (
              <th key={name} scope="col" className={`py-2 pr-3 font-normal ${i === 0 ? "text-left" : "text-right"}`}>
                {name}
              </th>
            ))}
            <th scope="col" className="py-2 text-right font-normal">
              80 % interval
            </th>
          </tr>
        </thead>
        <tbody>
          {calibration.map(({ certainty, stated, hits, n, interval }) => (
            <tr key={certainty} className="border-t border-line">
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                {CERTAINTY_NAMES[certainty]}
              </th>
              <td className="py-2 pr-3 text-right">{percent(stated)} %</td>
              <td className="py-2 pr-3 text-right">
                {hits} of {n}
              </td>
              <td className="py-2 text-right">
                {interval && `${percent(interval.low)} to ${percent(interval.high)} %`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
