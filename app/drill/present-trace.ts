import "server-only";
import type { Html } from "#app/_ui/rich-text.tsx";
import type { Plain, TraceStep } from "#lib/item/computed.ts";
import { showNumber, tex } from "#lib/item/format.ts";
import type { StepMark, Verdict } from "#lib/grade/verdict.ts";
import { renderInline, renderPlain } from "#lib/text/markdown.ts";
import type { TraceLine } from "./view.ts";

/** The engine's steps, beside them what the learner made of each and where a misconception went wrong. */
export function presentTrace(steps: readonly TraceStep[], { diagnosis, steps: marks }: Verdict): TraceLine[] {
  return steps.map(({ name, tex: formula, value }) => {
    const note = diagnosis?.notes.find(({ step }) => step === name);
    const mark = marks?.find((one) => one.name === name);
    return {
      formula: renderInline(`$${formula}$`),
      value: presentValue(value),
      note: note ? { text: renderInline(note.note), value: presentValue(note.value) } : null,
      yours: mark ? presentMark(mark) : null,
    };
  });
}

function presentMark({ verdict, read, expectedHere }: StepMark): TraceLine["yours"] {
  return { verdict, value: renderPlain(read), expected: verdict === "wrong" ? presentValue(expectedHere) : null };
}

/** A step's value, as a number, a grid or a word. */
export function presentValue(value: Plain): Html {
  if (typeof value === "string") return renderInline(value);
  return typeof value === "number" ? renderInline(showNumber(value)) : renderInline(`$${tex(value, 5)}$`);
}
