import { ENOUGH_ANSWERS, type Share } from "#lib/calibration/calibration.ts";

interface Props {
  caption: string;
  /** Name of the first column. */
  of: string;
  /** Name of the share. */
  came: string;
  rows: readonly (Share & { name: string })[];
}

/** The numbers of a plot; where there are too few, it says so in place of a share. */
export function ShareTable({ caption, of, came, rows }: Props) {
  return (
    <table className="mt-4 w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-soft">
        <tr>
          <th scope="col" className="py-2 pr-3 text-left font-normal">
            {of}
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-normal">
            answers
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-normal">
            {came}
          </th>
          <th scope="col" className="py-2 text-right font-normal">
            80 % interval
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, n, hits, interval }) => (
          <tr key={name} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              {name}
            </th>
            <td className="py-2 pr-3 text-right">{n}</td>
            {n < ENOUGH_ANSWERS || interval === null ? (
              <td colSpan={2} className="py-2 text-right text-soft">
                too few to say
              </td>
            ) : (
              <>
                <td className="py-2 pr-3 text-right">{percent(hits / n)} %</td>
                <td className="py-2 text-right">
                  {percent(interval.low)} to {percent(interval.high)} %
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function percent(share: number): number {
  return Math.round(share * 100);
}
