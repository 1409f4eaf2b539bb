import { useEffect, useRef, useState } from "react";
import { exploreAction, givensAction } from "#app/_actions/explore.ts";
import { QuietButton } from "#app/_ui/button.tsx";
import { type Html, RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import { parseNumber } from "#lib/grade/parse-number.ts";
import { NumberGrid } from "./number-grid.tsx";
import type { ExploredView, GivenView } from "./view.ts";

/** Long enough not to compute between two digits, short enough to seem at once. */
const PAUSE = 120;
const UNREACHABLE = "The server did not answer; try again in a moment.";

type Cells = Readonly<Record<string, string[][]>>;

/** The given values of a marked question to change; every step and every misconception follows. */
export function Explore({ servingId, onClose }: { servingId: string; onClose: () => void }) {
  const [givens, setGivens] = useState<GivenView[]>([]);
  const [changed, setChanged] = useState<Cells>({});
  const [view, setView] = useState<ExploredView | null>(null);
  const [message, setMessage] = useState<Html | null>(null);
  const latest = useRef(0);

  useEffect(() => {
    givensAction({ servingId })
      .then((found) => setGivens(found ?? []))
      .catch(() => setMessage(UNREACHABLE));
  }, [servingId]);

  useEffect(() => {
    const call = ++latest.current;
    const edits = readEdits(givens, changed);
    const timer = setTimeout(async () => {
      const result =
        typeof edits === "string"
          ? ({ kind: "impossible", message: edits } as const)
          : await exploreAction({ servingId, edits }).catch(
              () => ({ kind: "impossible", message: UNREACHABLE }) as const,
            );
      // A later change has overtaken this one.
      if (call !== latest.current) return;
      setMessage(result.kind === "impossible" ? result.message : null);
      if (result.kind === "explored") setView(result.view);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [servingId, givens, changed]);

  return (
    <section
      aria-labelledby="explore"
      data-own-enter
      className="fade-in mt-6 rounded-card border border-line bg-card p-5 lg:mt-0"
    >
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="explore" className="font-semibold">
          Change a number
        </h2>
        <QuietButton onClick={onClose} hint="C">
          Back
        </QuietButton>
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-3">
        {givens.map((given) => (
          <GivenField
            key={given.name}
            given={given}
            cells={changed[given.name] ?? given.cells}
            onChange={(cells) => setChanged({ ...changed, [given.name]: cells })}
          />
        ))}
      </ul>
      {Object.keys(changed).length > 0 && (
        <QuietButton onClick={() => setChanged({})} className="-ml-3">
          As it was asked
        </QuietButton>
      )}
      <p role="alert" className={message ? "mt-2 rounded-control bg-invalid-bg px-3 py-2 text-sm text-invalid" : ""}>
        {message !== null && <RichSpan html={message} />}
      </p>
      {view && <Followed view={view} stale={message !== null} />}
    </section>
  );
}

interface FieldProps {
  given: GivenView;
  cells: string[][];
  onChange: (cells: string[][]) => void;
}

function GivenField({ given: { name, symbol, rank }, cells, onChange }: FieldProps) {
  const label = `given-${name}`;
  return (
    <li className="flex max-w-full flex-wrap items-center gap-2">
      <span id={label}>
        <span className="sr-only">The value of</span>
        <RichSpan html={symbol} />
        <span aria-hidden className="katex">
          {" ="}
        </span>
      </span>
      {rank === 0 ? (
        <input
          aria-labelledby={label}
          inputMode="text"
          autoComplete="off"
          spellCheck={false}
          value={cells[0][0]}
          onChange={(event) => onChange([[event.target.value]])}
          className="w-28 rounded-control border-2 border-line bg-paper px-3 py-2 font-mono outline-none focus:border-accent"
        />
      ) : (
        <NumberGrid name={name} cells={cells} onChange={onChange} />
      )}
    </li>
  );
}

/** What follows from the values as they are now. */
function Followed({ view, stale }: { view: ExploredView; stale: boolean }) {
  return (
    <div className={stale ? "opacity-50" : ""}>
      <h3 className="mt-4 text-sm text-soft">Every step follows</h3>
      <ol className="mt-1">
        {view.trace.map(({ formula, value }, i) => (
          <li
            key={`step ${i + 1}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2 last:font-semibold"
          >
            <RichSpan html={formula} className="min-w-0 scrolls-wide" />
            <RichSpan html={value} className="ml-auto scrolls-wide font-mono" />
          </li>
        ))}
      </ol>
      {view.mistakes.length > 0 && (
        <>
          <h3 className="mt-4 text-sm text-soft">What a misunderstanding would give</h3>
          <ul className="mt-1">
            {view.mistakes.map(({ name, value, same, says }) => (
              <li key={name} className="border-t border-line py-2">
                <div className="flex flex-wrap items-center justify-between gap-x-4">
                  <span className="min-w-0">{name}</span>
                  <span className="ml-auto text-right">
                    <RichSpan html={value} className={`scrolls-wide font-mono ${same ? "text-soft" : "text-wrong"}`} />
                    {same && <span className="block text-xs text-soft">the same here</span>}
                  </span>
                </div>
                {says !== null && <RichText html={says} className="prose prose-small mt-1 text-soft" />}
              </li>
            ))}
          </ul>
        </>
      )}
      <div aria-live="polite" className="sr-only">
        <RichSpan html={`The answer is now ${view.key}`} />
      </div>
    </div>
  );
}

type Edits = Record<string, number | number[] | number[][]>;

/** The changed values as numbers, or why one can't be read. */
function readEdits(givens: readonly GivenView[], changed: Cells): Edits | string {
  const edits: Edits = {};
  for (const { name, rank, whole } of givens) {
    const cells = changed[name];
    if (!cells) continue;
    const numbers: number[][] = [];
    for (const row of cells) {
      numbers.push([]);
      for (const cell of row) {
        const read = parseNumber(cell, { whole });
        if ("outcome" in read) return escapeHtml(read.message);
        numbers[numbers.length - 1].push(read.value);
      }
    }
    edits[name] = rank === 0 ? numbers[0][0] : rank === 1 ? numbers[0] : numbers;
  }
  return edits;
}

/** What was typed stands in the message, which is shown as markup. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
