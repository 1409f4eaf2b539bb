import { parseNumber } from "#lib/grade/parse-number.ts";
import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  label: Html;
  /** How many digits decide, in words. */
  decides: string;
}

/** One number, with how it is read while it is typed. */
export const numeric: Widget<"numeric", Asked> = {
  Input: NumericInput,
  staysWhenMarked: false,
  empty: () => ({ kind: "numeric", text: "" }),
  isEmpty: ({ text }) => text === "",
};

function NumericInput({ asked, draft, onChange, locked }: WidgetProps<"numeric", Asked>) {
  const { label, decides } = asked;
  const { text } = draft;
  const whole = decides.startsWith("a whole");
  const parsed = text.trim() === "" ? null : parseNumber(text, { whole });
  const reading = parsed === null ? null : "outcome" in parsed ? parsed.message : `read as ${parsed.read}`;
  return (
    <div className="mt-7">
      <label className="flex flex-wrap items-center gap-3 font-serif text-xl">
        <span className="sr-only">Your answer:</span>
        <RichSpan html={label} />
        <span aria-hidden className="katex">
          =
        </span>
        <input
          autoFocus
          inputMode="text"
          autoComplete="off"
          spellCheck={false}
          readOnly={locked}
          value={text}
          onChange={(event) => onChange({ ...draft, text: event.target.value })}
          aria-describedby="reading"
          className="w-56 max-w-full rounded-control border-2 border-line bg-card px-4 py-3 font-mono outline-none focus:border-accent"
        />
      </label>
      <p id="reading" className="mt-2 text-sm text-soft">
        {[reading, decides].filter(Boolean).join(" · ")}
      </p>
    </div>
  );
}
