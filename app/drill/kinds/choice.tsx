import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  options: Html[];
}

/** Which option was right and which was chosen. */
type Marks = { correct: boolean; chosen: boolean }[];

const NONE = -1;

/** One of several options; the number keys choose. */
export const choice: Widget<"choice", Asked, Marks> = {
  Input: ChoiceInput,
  staysWhenMarked: true,
  empty: () => ({ kind: "choice", option: NONE }),
  isEmpty: ({ option }) => option === NONE,
  digit: (draft, { options }, digit) => (digit <= options.length ? { ...draft, option: digit - 1 } : null),
};

function ChoiceInput({ asked, draft, onChange, locked, marks }: WidgetProps<"choice", Asked, Marks>) {
  return (
    <fieldset className="mt-7 flex flex-col gap-2.5" disabled={locked}>
      <legend className="sr-only">Options</legend>
      {asked.options.map((html, option) => {
        const mark = marks?.[option];
        return (
          <label
            key={html}
            className={`flex min-h-11 cursor-pointer items-baseline gap-3 rounded-control border-2 px-4 py-2.5 font-serif text-lg has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent ${colour(option === draft.option, mark)}`}
          >
            <input
              type="radio"
              name="option"
              className="sr-only"
              checked={option === draft.option}
              onChange={() => onChange({ ...draft, option })}
            />
            <span aria-hidden={mark?.correct || mark?.chosen} className="w-4 shrink-0 font-mono text-sm text-soft">
              {mark?.correct ? "✓" : mark?.chosen ? "✕" : option + 1}
            </span>
            <RichSpan html={html} className="min-w-0 scrolls-wide" />
            {mark && (mark.correct || mark.chosen) && (
              <span className={`ml-auto shrink-0 font-sans text-sm ${mark.correct ? "text-correct" : "text-wrong"}`}>
                {mark.correct ? (mark.chosen ? "yours, right" : "right") : "yours"}
              </span>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}

function colour(chosen: boolean, mark: { correct: boolean; chosen: boolean } | undefined): string {
  if (mark?.correct) return "border-correct bg-correct-bg";
  if (mark?.chosen) return "border-wrong bg-wrong-bg";
  return chosen ? "border-accent bg-card" : "border-line bg-card";
}
