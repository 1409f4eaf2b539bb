import { percent } from "#app/progress/share-table.tsx";
import type { Report } from "../../present-report.ts";

/** Each area in this exam, and over this one and those before it. */
export function AreaTable({ report: { score, names } }: { report: Report }) {
  const order = [...names.areas.keys()];
  const areas = score.areas.toSorted((a, b) => order.indexOf(a.areaId) - order.indexOf(b.areaId));
  return (
    <>
      <p className="mt-1 text-soft">
        The interval is over this exam and those before it; wider than 40 points, it says too little.
      </p>
      <table className="mt-3 w-full text-sm">
        <caption className="sr-only">Right answers by area</caption>
        <thead className="text-soft">
          <tr>
            <th scope="col" className="py-2 pr-3 text-left font-normal">
              area
            </th>
            <th scope="col" className="py-2 pr-3 text-right font-normal">
              this exam
            </th>
            <th scope="col" className="py-2 pr-3 text-right font-normal">
              all
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              80 % interval
            </th>
          </tr>
        </thead>
        <tbody>
          {areas.map(({ areaId, right, questions, pooled, tooLittle }) => (
            <tr key={areaId} className="border-t border-line">
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                {names.areas.get(areaId) ?? areaId}
              </th>
              <td className="py-2 pr-3 text-right whitespace-nowrap">
                {right} of {questions}
              </td>
              <td className="py-2 pr-3 text-right whitespace-nowrap">
                {pooled.hits} of {pooled.n}
              </td>
              <td className={`py-2 text-right ${tooLittle ? "" : "whitespace-nowrap"}`}>
                {tooLittle || pooled.interval === null ? (
                  <span className="text-soft">too little evidence</span>
                ) : (
                  `${percent(pooled.interval.low)} to ${percent(pooled.interval.high)} %`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
