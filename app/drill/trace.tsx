import { QuietButton } from "#app/_ui/button.tsx";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { MarkedView, TraceLine } from "./view.ts";

/** How the engine got the answer, step by step, with the steps a misconception got wrong. */
export function Trace({ marked, onExplore }: { marked: MarkedView; onExplore: (() => void) | null }) {
  return (
    <section
      aria-labelledby="trace"
      className="fade-in mt-6 rounded-card border border-line bg-card p-5 shadow-[0_1px_2px_rgb(0_0_0/0.04)] lg:mt-0"
    >
      <h2 id="trace" className="font-semibold">
        {marked.computed ? "How the engine got it" : "Step by step"}
      </h2>
      {marked.computed && (
        <p className="mt-1 text-sm text-soft">
          computed just now · reference, float64 · {marked.computed.milliseconds.toFixed(2)} ms
        </p>
      )}
      <ol className="mt-3">
        {marked.trace.map((line) => (
          <li
            key={line.formula}
            className={`border-t border-line py-2.5 last:font-semibold ${line.note ? "-mx-3 rounded-control bg-wrong-bg px-3" : ""}`}
          >
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <RichSpan html={line.formula} className="min-w-0 scrolls-wide" />
              <RichSpan html={line.value} className="ml-auto scrolls-wide font-mono" />
            </div>
            {line.yours && <Yours {...line.yours} />}
            {line.note && (
              <p className="mt-1 flex flex-wrap justify-between gap-x-4 text-sm text-wrong">
                <RichSpan html={line.note.text} />
                <span className="font-mono">
                  <RichSpan html={line.note.value} />
                </span>
              </p>
            )}
          </li>
        ))}
      </ol>
      {onExplore && (
        <QuietButton onClick={onExplore} hint="C" className="-ml-3">
          Change a number
        </QuietButton>
      )}
    </section>
  );
}

const JUDGED = {
  right: { sign: "✓", words: "yours", colour: "text-correct" },
  carried: { sign: "✓", words: "yours, right from your earlier step", colour: "text-correct" },
  wrong: { sign: "✕", words: "yours", colour: "text-wrong" },
};

/** What the learner gave for this step. */
function Yours({ verdict, value, expected }: NonNullable<TraceLine["yours"]>) {
  const { sign, words, colour } = JUDGED[verdict];
  return (
    <p className={`mt-1 flex flex-wrap justify-between gap-x-4 text-sm font-normal ${colour}`}>
      <span>
        {sign} {words}
        {expected !== null && (
          <>
            {"; from your own values it gives "}
            <RichSpan html={expected} className="font-mono" />
          </>
        )}
      </span>
      <RichSpan html={value} className="ml-auto font-mono" />
    </p>
  );
}
