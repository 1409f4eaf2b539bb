import type { KeyboardEvent } from "react";
import { Key } from "#app/_ui/key.tsx";
import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  left: Html[];
  right: Html[];
}

/** For each row what belongs to it, and what was chosen; null when the learner gave up. */
type Marks = { correct: number; chosen: number | null }[];

const NONE = -1;
const letterOf = (choice: number) => String.fromCharCode(65 + choice);

/** Rows, each matched with one of the texts listed above them; the number keys fill the rows from the top. */
export const match: Widget<"match", Asked, Marks> = {
  Input: MatchInput,
  staysWhenMarked: true,
  empty: ({ left }) => ({ kind: "match", chosen: left.map(() => NONE) }),
  isEmpty: ({ chosen }) => chosen.every((choice) => choice === NONE),
  digit: (draft, { right }, digit) => {
    const open = draft.chosen.indexOf(NONE);
    return open === -1 || digit > right.length ? null : { ...draft, chosen: draft.chosen.with(open, digit - 1) };
  },
};

function MatchInput({ asked, draft, onChange, locked, marks }: WidgetProps<"match", Asked, Marks>) {
  const { left, right } = asked;
  const { chosen } = draft;
  const next = locked ? NONE : chosen.indexOf(NONE);
  const matched = chosen.filter((choice) => choice !== NONE).length;

  function choose(row: number, choice: number) {
    onChange({ ...draft, chosen: chosen.with(row, choice) });
  }

  /** A digit pressed within a row is meant for it, not for the first row still open. */
  function press(event: KeyboardEvent<HTMLInputElement>, row: number) {
    const choice = Number(event.key) - 1;
    if (locked || event.altKey || event.ctrlKey || event.metaKey || right[choice] === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(row, choice);
    // Arrow keys go on from the focused one.
    event.currentTarget.closest("fieldset")?.querySelectorAll("input")[choice].focus();
  }

  return (
    <div className="mt-7">
      <ol aria-label="What to choose from" className="flex flex-col gap-1.5 rounded-card border border-line px-4 py-3">
        {right.map((html, choice) => (
          <li key={html} className="flex items-baseline gap-3 font-serif text-lg">
            <span id={`match-${choice}`} className="flex min-w-0 grow items-baseline gap-3">
              <span className="w-4 shrink-0 font-mono text-sm text-soft">{letterOf(choice)}</span>
              <RichSpan html={html} className="min-w-0 scrolls-wide" />
            </span>
            <span className={locked ? "invisible" : ""}>
              <Key name={String(choice + 1)} />
            </span>
          </li>
        ))}
      </ol>
      <div className="mt-3">
        {left.map((html, row) => {
          const mark = marks?.[row];
          return (
            <fieldset
              key={html}
              disabled={locked}
              className={`border-l-2 py-2.5 pl-4 ${row === next ? "border-accent" : mark ? (isRight(mark) ? "border-correct" : "border-wrong") : "border-line"}`}
            >
              <legend className="sr-only">
                <RichSpan html={html} />
              </legend>
              <RichSpan html={html} className="block scrolls-wide font-serif text-lg" />
              <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1">
                <span className="flex flex-wrap gap-1.5">
                  {right.map((text, choice) => (
                    <label
                      key={text}
                      className={`grid size-11 cursor-pointer place-items-center rounded-control border-2 font-mono text-sm has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent ${colour(choice === chosen[row], choice, mark)}`}
                    >
                      <input
                        type="radio"
                        name={`row ${row}`}
                        aria-labelledby={`match-${choice}`}
                        className="sr-only"
                        checked={choice === chosen[row]}
                        onChange={() => choose(row, choice)}
                        onKeyDown={(event) => press(event, row)}
                      />
                      <span aria-hidden>
                        {choice === mark?.correct ? "✓" : choice === mark?.chosen ? "✕" : ""}
                        {letterOf(choice)}
                      </span>
                    </label>
                  ))}
                </span>
                <span className="flex min-h-7 min-w-0 basis-full items-baseline gap-2 font-serif sm:basis-auto sm:text-lg">
                  {mark && <Judged mark={mark} />}
                  <RichSpan
                    html={right[mark?.correct ?? chosen[row]] ?? ""}
                    className={`min-w-0 scrolls-wide ${mark ? "" : "text-soft"}`}
                  />
                </span>
              </div>
            </fieldset>
          );
        })}
      </div>
      {!locked && (
        <p role="status" className="mt-2 text-sm text-soft">
          {matched} of {left.length} matched
        </p>
      )}
    </div>
  );
}

const isRight = ({ correct, chosen }: Marks[number]) => correct === chosen;

function Judged({ mark }: { mark: Marks[number] }) {
  if (isRight(mark)) return <span className="shrink-0 font-sans text-sm text-correct">✓ right:</span>;
  const yours = mark.chosen === null ? "" : `✕ yours ${letterOf(mark.chosen)}, `;
  return (
    <span className="shrink-0 font-sans text-sm text-wrong">
      {yours}right {letterOf(mark.correct)}:
    </span>
  );
}

function colour(chosen: boolean, choice: number, mark: Marks[number] | undefined): string {
  if (choice === mark?.correct) return "border-correct bg-correct-bg text-correct";
  if (choice === mark?.chosen) return "border-wrong bg-wrong-bg text-wrong";
  return chosen ? "border-accent bg-card font-semibold text-accent" : "border-line bg-card";
}
