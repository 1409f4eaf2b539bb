import type { FailureView, NumbersView } from "../verdict-view.ts";
import { GoTo } from "./go-to.tsx";
import { Printed } from "./printed.tsx";
import { Ticked } from "./ticked.tsx";

interface Props {
  failure: FailureView;
  goTo: ((line: number) => void) | null;
}

/** The first visible case that fails: its calls, what came, what should have come. */
export function Failure({ failure, goTo }: Props) {
  const { calls, words, numbers, line, frames, printed } = failure;
  return (
    <section aria-label="The first case that fails" className="mt-4 rounded-card border border-line bg-card p-4 sm:p-5">
      <h3 className="font-semibold">
        <Ticked text={failure.case} />
      </h3>
      <pre className="code-block mt-2">
        <code>
          {calls.map((call, i) => (
            <span key={`${i} ${call}`} className={i === calls.length - 1 ? "block font-semibold" : "block text-soft"}>
              {call}
            </span>
          ))}
        </code>
      </pre>
      <p className="mt-3">
        <Ticked text={words} />
        {line !== null && goTo && <GoTo line={line} goTo={goTo} />}
      </p>
      {frames.length > 1 && (
        <ol className="mt-2 text-sm text-soft">
          {frames.map((frame, i) => (
            <li key={`${i} ${frame.line}`}>
              line {frame.line}
              {frame.in !== null && (
                <>
                  {" "}
                  in <code className="font-mono">{frame.in}</code>
                </>
              )}
            </li>
          ))}
        </ol>
      )}
      {numbers && <Numbers numbers={numbers} />}
      <Printed text={printed} opening="It printed" />
    </section>
  );
}

function Numbers({ numbers }: { numbers: NumbersView }) {
  const { names, tables, entries, more } = numbers;
  return (
    <>
      {tables.map((table, i) => (
        <div key={table.title || i} className="mt-4">
          {table.title && <p className="font-mono text-sm text-soft">{table.title}</p>}
          <div className="flex flex-wrap gap-x-10 gap-y-4">
            <Grid
              mine
              name={names.got}
              rows={table.rows.map((row) => row.map(({ got, wrong }) => ({ text: got, wrong })))}
            />
            <Grid
              mine={false}
              name={names.expected}
              rows={table.rows.map((row) => row.map(({ expected, wrong }) => ({ text: expected, wrong })))}
            />
          </div>
        </div>
      ))}
      {entries.length > 0 && (
        <div className="scrolls-wide mt-4">
          <table className="font-mono text-sm">
            <thead>
              <tr className="text-left text-soft">
                <th className="py-1 pr-6 font-normal">Entry</th>
                <th className="py-1 pr-6 font-normal">{names.got}</th>
                <th className="py-1 font-normal">{names.expected}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ at, got, expected }) => (
                <tr key={at}>
                  <td className="py-0.5 pr-6">{at}</td>
                  <td className="py-0.5 pr-6 text-wrong">{got}</td>
                  <td className="py-0.5">{expected}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {more > 0 && <p className="mt-1 text-sm text-soft">and {more} more</p>}
        </div>
      )}
    </>
  );
}

interface GridProps {
  name: string;
  /** Each number, and how it is marked where the two arrays differ. */
  rows: { text: string; wrong: boolean }[][];
  mine: boolean;
}

function Grid({ name, rows, mine }: GridProps) {
  const look = mine ? "bg-wrong-bg font-semibold text-wrong" : "font-semibold";
  return (
    <div className="scrolls-wide min-w-0">
      <table className="font-mono text-sm">
        <caption className="text-left font-sans text-soft">{name}</caption>
        <tbody>
          {rows.map((row, i) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={i}>
              {row.map(({ text, wrong }, j) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={j} className={`py-0.5 pr-3 text-right ${mine ? "pl-3" : ""} ${wrong ? look : ""}`}>
                  {wrong && mine && (
                    <span aria-label="differs" role="img">
                      ≠{" "}
                    </span>
                  )}
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
