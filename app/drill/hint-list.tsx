import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { Hints } from "./view.ts";

/** The hints taken so far: formulas of the first steps. */
export function HintList({ hints }: { hints: Hints }) {
  if (hints.shown.length === 0) return null;
  return (
    <ol aria-label="Hints" className="fade-in mt-5 border-l-2 border-line pl-4">
      {hints.shown.map((html, i) => (
        <li key={`step ${i + 1}`} className="flex items-baseline gap-3 py-1.5">
          <span className="text-sm text-soft">step {i + 1}</span>
          <RichSpan html={html} className="min-w-0 scrolls-wide" />
        </li>
      ))}
    </ol>
  );
}
