import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  blanks: number;
}

/** One field per blank of the text above. */
export const cloze: Widget<"cloze", Asked> = {
  Input: ClozeInput,
  staysWhenMarked: false,
  empty: ({ blanks }) => ({ kind: "cloze", texts: Array<string>(blanks).fill("") }),
  isEmpty: ({ texts }) => texts.every((text) => text === ""),
};

function ClozeInput({ draft, onChange, locked }: WidgetProps<"cloze", Asked>) {
  const { texts } = draft;
  return (
    <div className="mt-7 flex flex-col gap-3">
      {texts.map((text, blank) => (
        <label key={`blank ${blank + 1}`} className="flex flex-wrap items-center gap-3">
          <span className="text-soft">{texts.length === 1 ? "The missing words" : `Blank ${blank + 1}`}</span>
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
            className="w-80 max-w-full rounded-control border-2 border-line bg-card px-4 py-3 font-serif text-xl outline-none focus:border-accent"
          />
        </label>
      ))}
    </div>
  );
}
