import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  blanks: number;
  /** Which of them stand in a formula. */
  formulas: boolean[];
}

/** One field per blank of the text above. */
export const cloze: Widget<"cloze", Asked> = {
  Input: ClozeInput,
  staysWhenMarked: false,
  empty: ({ blanks }) => ({ kind: "cloze", texts: Array<string>(blanks).fill("") }),
  isEmpty: ({ texts }) => texts.every((text) => text === ""),
};

function ClozeInput({ asked, draft, onChange, locked }: WidgetProps<"cloze", Asked>) {
  const { texts } = draft;
  return (
    <div className="mt-7 flex flex-col gap-3">
      {texts.map((text, blank) => (
        <label key={`blank ${blank + 1}`} className="flex flex-wrap items-center gap-3">
          <span className="text-soft">{nameOf(blank, asked)}</span>
          <input
            autoFocus={blank === 0}
            autoComplete="off"
            autoCapitalize="none"
            data-words
            spellCheck={false}
            readOnly={locked}
            value={text}
            onChange={(event) =>
              onChange({ ...draft, texts: texts.map((other, i) => (i === blank ? event.target.value : other)) })
            }
            className={`${asked.formulas[blank] ? "w-56 font-mono text-lg" : "w-80 font-serif text-xl"} max-w-full rounded-control border-2 border-line bg-card px-4 py-3 outline-none focus:border-accent`}
          />
        </label>
      ))}
      {asked.formulas.includes(true) && (
        <p className="text-sm text-soft">
          Names can be written out: beta1 or b1 for β<sub>1</sub>. Powers with ^.
        </p>
      )}
    </div>
  );
}

function nameOf(blank: number, { blanks, formulas }: Asked): string {
  if (blanks > 1) return `Blank ${blank + 1}`;
  return formulas[blank] ? "The missing part" : "The missing words";
}
