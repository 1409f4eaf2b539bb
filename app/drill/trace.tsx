import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { MarkedView } from "./view.ts";

/** How the engine got the answer, step by step, with the steps a misconception got wrong. */
export function Trace({ marked }: { marked: MarkedView }) {
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
    </section>
  );
}
