import { useLayoutEffect, useMemo, useRef } from "react";
import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import { FormulaKeys, type Insertion } from "./formula-keys.tsx";
import { useReading, useSettled } from "./use-reading.ts";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  /** The symbols an answer may use; `typed` is a spelling for keyboards without their letter. */
  symbols: { name: string; html: Html; typed: string | null }[];
}

/** Until typing pauses for this long, a screen reader is not told how the formula is read. */
const ANNOUNCED_AFTER_MS = 700;

/** One formula, drawn as it is read while it is typed. */
export const expression: Widget<"expression", Asked> = {
  Input: ExpressionInput,
  staysWhenMarked: false,
  empty: () => ({ kind: "expression", text: "" }),
  isEmpty: ({ text }) => text.trim() === "",
};

function ExpressionInput({ asked: { symbols }, draft, onChange, locked }: WidgetProps<"expression", Asked>) {
  const { text } = draft;
  const names = useMemo(() => symbols.map(({ name }) => name), [symbols]);
  const reading = useReading(text, names);
  const announced = useSettled(reading ? [reading.words, ...reading.warnings].join(" ") : "", ANNOUNCED_AFTER_MS);
  const field = useRef<HTMLInputElement>(null);
  /** Where the caret belongs once the text with the inserted sign is shown. */
  const caret = useRef<{ start: number; end: number } | null>(null);

  useLayoutEffect(() => {
    if (caret.current) field.current?.setSelectionRange(caret.current.start, caret.current.end);
    caret.current = null;
  });

  function insert({ before, after }: Insertion) {
    const input = field.current;
    if (!input || locked) return;
    const start = input.selectionStart ?? text.length;
    const end = input.selectionEnd ?? start;
    const selected = text.slice(start, end);
    const inside = start + before.length;
    caret.current = { start: inside, end: inside };
    if (selected !== "") {
      const behind = inside + selected.length + after.length;
      caret.current = { start: behind, end: behind };
    }
    input.focus();
    onChange({ ...draft, text: text.slice(0, start) + before + selected + after + text.slice(end) });
  }

  return (
    <div className="mt-7">
      <input
        ref={field}
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        data-words
        readOnly={locked}
        value={text}
        onChange={(event) => onChange({ ...draft, text: event.target.value })}
        aria-label="Your formula"
        aria-describedby="symbols"
        className="w-full rounded-control border-2 border-line bg-card px-4 py-3 font-mono text-lg outline-none focus:border-accent"
      />
      <div aria-hidden className="mt-2 flex min-h-20 flex-col justify-center px-1">
        {reading?.html != null && <RichSpan html={reading.html} className="scrolls-wide text-xl" />}
        {reading?.html === null && <p className="text-sm text-soft">{reading.words}</p>}
        {reading?.warnings.map((warning) => (
          <p key={warning} className="text-sm text-invalid">
            {warning}
          </p>
        ))}
      </div>
      <p role="status" className="sr-only">
        {announced}
      </p>
      <FormulaKeys symbols={symbols.filter(({ typed }) => typed !== null)} onInsert={insert} />
      <p id="symbols" className="mt-3 text-sm text-soft">
        {symbols.length === 1 ? "Symbol: " : "Symbols: "}
        {symbols.map(({ name, html, typed }, i) => (
          <span key={name}>
            {i > 0 && ", "}
            <RichSpan html={html} />
            {typed !== null && (
              <>
                {" ("}
                <span className="font-mono">{typed}</span>)
              </>
            )}
          </span>
        ))}
        . Functions such as <span className="font-mono">exp</span>, <span className="font-mono">ln</span>,{" "}
        <span className="font-mono">sqrt</span>, <span className="font-mono">tanh</span>,{" "}
        <span className="font-mono">sigmoid</span> may be used.
      </p>
    </div>
  );
}
