import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import type { AnswerOf } from "#lib/grade/answer.ts";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  options: Html[];
}

interface Mark {
  correct: boolean;
  ticked: boolean;
}

type MultiDraft = AnswerOf<"multi">;

/** Several options of which some hold; the number keys tick them. */
export const multi: Widget<"multi", Asked, Mark[]> = {
  Input: MultiInput,
  staysWhenMarked: true,
  empty: () => ({ kind: "multi", ticked: [] }),
  isEmpty: ({ ticked }) => ticked.length === 0,
  digit: (draft, { options }, digit) => (digit <= options.length ? tick(draft, digit - 1) : null),
};

function tick(draft: MultiDraft, option: number): MultiDraft {
  const others = draft.ticked.filter((other) => other !== option);
  const ticked = others.length < draft.ticked.length ? others : [...others, option].sort((a, b) => a - b);
  return { ...draft, ticked };
}

function MultiInput({ asked, draft, onChange, locked, marks }: WidgetProps<"multi", Asked, Mark[]>) {
  return (
    <fieldset className="mt-7 flex flex-col gap-3" disabled={locked}>
      <legend className="mb-3 text-sm text-soft">Tick all that hold.</legend>
      {asked.options.map((html, option) => {
        const ticked = draft.ticked.includes(option);
        const mark = marks?.[option];
        return (
          <label
            key={html}
            className={`relative flex min-h-11 cursor-pointer items-baseline gap-3 rounded-control border-2 px-4 py-2.5 font-serif text-lg has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent ${colour(ticked, mark)}`}
          >
            <input
              type="checkbox"
              className="sr-only"
              checked={ticked}
              onChange={() => onChange(tick(draft, option))}
            />
            <span
              aria-hidden
              className={`flex size-5 shrink-0 translate-y-0.5 items-center justify-center rounded border-2 font-sans text-sm font-bold ${ticked ? "border-accent bg-accent text-on-accent" : "border-soft bg-card"}`}
            >
              {ticked && "✓"}
            </span>
            <span className="shrink-0 font-mono text-sm text-soft">{option + 1}</span>
            <RichSpan html={html} className="min-w-0 scrolls-wide" />
            {mark && <MarkedWord {...mark} />}
          </label>
        );
      })}
    </fieldset>
  );
}

/** Said on the option's upper edge, so that nothing has to make room for it. */
function MarkedWord({ correct, ticked }: Mark) {
  if (!correct && !ticked) return null;
  const words = correct ? (ticked ? "right, yours" : "right, missed") : "wrong, yours";
  return (
    <span
      className={`absolute -top-3 right-3 rounded bg-paper px-1.5 font-sans text-sm leading-5 ${correct ? "text-correct" : "text-wrong"}`}
    >
      <span aria-hidden>{correct ? "✓ " : "✕ "}</span>
      {words}
    </span>
  );
}

function colour(ticked: boolean, mark: Mark | undefined): string {
  if (mark?.correct) return mark.ticked ? "border-correct bg-correct-bg" : "border-dashed border-correct bg-card";
  if (mark?.ticked) return "border-wrong bg-wrong-bg";
  return ticked ? "border-accent bg-card" : "border-line bg-card";
}
