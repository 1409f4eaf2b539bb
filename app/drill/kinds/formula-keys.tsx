import { type KeyboardEvent, useState } from "react";
import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";

/** A sign put in at the caret, or round what is selected. */
export interface Insertion {
  before: string;
  after: string;
}

interface Sign extends Insertion {
  /** What it is called, beginning with what is seen. */
  name: string;
  label: string;
  html?: Html;
}

const around = (label: string, name: string): Sign => ({ label, name, before: `${label}(`, after: ")" });
const plain = (label: string, name: string): Sign => ({ label, name, before: label, after: "" });

/** The same for every question, so that they tell nothing of the answer. */
const SIGNS: Sign[] = [
  around("σ", "σ, sigmoid"),
  around("exp", "exp"),
  around("ln", "ln, natural logarithm"),
  around("√", "√, square root"),
  plain("²", "², squared"),
  plain("^", "^, to the power of"),
  plain("·", "·, times"),
];

interface Props {
  /** The symbols of the question that no keyboard has a key for. */
  symbols: { name: string; html: Html }[];
  onInsert: (insertion: Insertion) => void;
}

/** Buttons for signs that are hard to type. One stop for Tab; the arrow keys move between them. */
export function FormulaKeys({ symbols, onInsert }: Props) {
  const [reachable, setReachable] = useState(0);
  const own = symbols.map(({ name, html }): Sign => ({ ...plain(name, name), html }));
  return (
    <div
      role="toolbar"
      aria-label="Signs to put in"
      tabIndex={-1}
      onKeyDown={moveBetweenKeys}
      className="mt-3 flex flex-wrap gap-1.5"
    >
      {[...own, ...SIGNS].map(({ label, name, html, before, after }, i) => (
        <button
          key={name}
          type="button"
          aria-label={name}
          tabIndex={i === reachable ? 0 : -1}
          onFocus={() => setReachable(i)}
          // The field keeps the focus, and a phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onInsert({ before, after })}
          className="min-h-11 min-w-11 cursor-pointer rounded-control border border-line bg-card px-2 font-mono text-lg hover:border-accent"
        >
          {html === undefined ? label : <RichSpan html={html} />}
        </button>
      ))}
    </div>
  );
}

function moveBetweenKeys(event: KeyboardEvent<HTMLDivElement>) {
  const keys = [...event.currentTarget.querySelectorAll("button")];
  const at = keys.findIndex((key) => key === document.activeElement);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: keys.length - 1 }[event.key];
  if (to === undefined || at === -1) return;
  event.preventDefault();
  keys[(to + keys.length) % keys.length].focus();
}
