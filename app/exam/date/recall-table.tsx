import type { ExamOutlook } from "#lib/schedule/exam-outlook.ts";
import { dayInWords } from "./day-words.ts";
import { percent } from "./words.ts";

/** Most rows: beyond that only every so many days have one. */
const ROWS = 12;

/** The numbers of the plot. */
export function RecallTable({ outlook: { days } }: { outlook: ExamOutlook }) {
  const step = Math.ceil(days.length / ROWS);
  const rows = Array.from({ length: Math.ceil(days.length / step) }, (_, i) => {
    const held = days.slice(i * step, (i + 1) * step);
    const last = held[held.length - 1];
    return {
      from: held[0].day,
      to: last.day,
      minutes: held.reduce((sum, day) => sum + day.minutes, 0),
      begun: held.reduce((sum, day) => sum + day.begun, 0),
      next: last.next,
      nextWithoutStudy: last.nextWithoutStudy,
    };
  });
  return (
    <details className="mt-2">
      <summary className="inline-block min-h-11 cursor-pointer py-2.5 text-soft hover:text-ink">The numbers …</summary>
      <table className="w-full text-sm">
        <caption className="sr-only">Expected minutes, new questions and recall, by day</caption>
        <thead className="text-soft">
          <tr>
            <Head left>day</Head>
            <Head>minutes</Head>
            <Head>new</Head>
            <Head>recall after</Head>
            <Head>without study</Head>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, to, minutes, begun, next, nextWithoutStudy }) => (
            <tr key={from} className="border-t border-line">
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                {from === to ? dayInWords(from) : `${dayInWords(from)} to ${dayInWords(to)}`}
              </th>
              <Cell>{Math.round(minutes)}</Cell>
              <Cell>{begun}</Cell>
              <Cell>{percent(next)}</Cell>
              <Cell>{percent(nextWithoutStudy)}</Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Head({ children, left = false }: { children: string; left?: boolean }) {
  return (
    <th scope="col" className={`py-2 pr-3 font-normal last:pr-0 ${left ? "text-left" : "text-right"}`}>
      {children}
    </th>
  );
}

function Cell({ children }: { children: string | number }) {
  return <td className="py-2 pr-3 text-right last:pr-0">{children}</td>;
}
