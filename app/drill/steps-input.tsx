import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { StepTexts } from "#lib/grade/steps-answer.ts";
import { NumberGrid } from "./number-grid.tsx";
import type { StepView } from "./view.ts";

interface Props {
  steps: StepView[];
  texts: StepTexts;
  onChange: (texts: StepTexts) => void;
}

/** One field, or grid of fields, for each step of a computation. */
export function StepsInput({ steps, texts, onChange }: Props) {
  const set = (step: number, text: StepTexts[number]) => onChange(texts.map((other, i) => (i === step ? text : other)));
  return (
    <ol aria-label="Steps" className="fade-in mt-7 flex flex-col gap-5">
      {steps.map(({ label, shape, decides }, i) => {
        const text = texts[i] ?? "";
        const reading = `reading-${i}`;
        return (
          <li key={`step ${i + 1}`}>
            <div className="flex flex-wrap items-center gap-3 font-serif text-xl">
              <span className="w-5 font-sans text-sm text-soft">{i + 1}</span>
              <span id={`label-${i}`} className="flex items-center gap-3">
                <span className="sr-only">Step {i + 1}:</span>
                <RichSpan html={label} />
                <span aria-hidden className="katex">
                  =
                </span>
              </span>
              {typeof text === "string" ? (
                <input
                  autoFocus={i === 0}
                  inputMode="text"
                  autoComplete="off"
                  spellCheck={false}
                  value={text}
                  onChange={(event) => set(i, event.target.value)}
                  aria-labelledby={`label-${i}`}
                  aria-describedby={reading}
                  className="w-44 max-w-full rounded-control border-2 border-line bg-card px-3 py-2.5 font-mono text-lg outline-none focus:border-accent"
                />
              ) : (
                <NumberGrid
                  name={`Step ${i + 1}`}
                  autoFocus={i === 0}
                  cells={text}
                  describedBy={reading}
                  onChange={(cells) => set(i, cells)}
                />
              )}
            </div>
            <p id={reading} className="mt-1 pl-8 text-sm text-soft">
              {[shape?.join(" × "), decides].filter(Boolean).join(" · ")}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
