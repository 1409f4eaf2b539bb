import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  lines: string[];
}

/** Line numbers, from 1; `chosen` is null when the learner gave up. */
interface Marks {
  wrong: number[];
  chosen: number | null;
}

const NONE = 0;

/** Lines of code, one of which is wrong; the number keys choose the first nine. */
export const bug: Widget<"bug", Asked, Marks> = {
  Input: BugInput,
  staysWhenMarked: true,
  empty: () => ({ kind: "bug", line: NONE }),
  isEmpty: ({ line }) => line === NONE,
  digit: (draft, { lines }, digit) => (digit <= lines.length ? { ...draft, line: digit } : null),
};

function BugInput({ asked, draft, onChange, locked, marks }: WidgetProps<"bug", Asked, Marks>) {
  return (
    <fieldset className="mt-7 min-w-0">
      <legend className="mb-2 text-sm text-soft">Choose the line that is wrong.</legend>
      <div
        // Once no line can be chosen any more, the box itself must be reachable, or no key could scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={locked ? 0 : undefined}
        role="group"
        aria-label="Code"
        className="overflow-x-auto rounded-control border-2 border-line bg-card py-1.5"
      >
        <div className="w-max min-w-full">
          {asked.lines.map((text, i) => {
            const line = i + 1;
            const mark = marks && wordOf(marks, line);
            return (
              <label
                key={line}
                className={`relative flex min-h-11 cursor-pointer items-center gap-3 border-l-4 pr-4 pl-2 font-mono text-[15px] has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-2 has-[:focus-visible]:outline-accent pointer-fine:min-h-8 ${colour(line === draft.line, mark)}`}
              >
                <input
                  type="radio"
                  name="line"
                  className="sr-only"
                  disabled={locked}
                  checked={line === draft.line}
                  onChange={() => onChange({ ...draft, line })}
                />
                <span className="w-6 shrink-0 text-right text-sm text-soft">{line}</span>
                <code className="whitespace-pre">{text}</code>
                {mark && (
                  <span className={`pl-3 font-sans text-sm ${mark.right ? "text-correct" : "text-wrong"}`}>
                    <span aria-hidden>{mark.right ? "✓ " : "✕ "}</span>
                    {mark.word}
                  </span>
                )}
              </label>
            );
          })}
        </div>
      </div>
    </fieldset>
  );
}

interface Mark {
  right: boolean;
  word: string;
}

function wordOf({ wrong, chosen }: Marks, line: number): Mark | null {
  if (wrong.includes(line)) return { right: true, word: chosen === line ? "the bug, yours" : "the bug" };
  return chosen === line ? { right: false, word: "yours" } : null;
}

function colour(chosen: boolean, mark: Mark | null): string {
  if (mark) return mark.right ? "border-correct bg-correct-bg" : "border-wrong bg-wrong-bg";
  return chosen ? "border-accent bg-paper" : "border-transparent";
}
