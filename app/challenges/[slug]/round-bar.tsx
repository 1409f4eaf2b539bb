import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { Language } from "#lib/challenge/language.ts";
import type { RoundView } from "../view.ts";

interface Props {
  round: RoundView;
  language: Language;
  onBegin: () => void;
  onTakeBack: () => void;
}

/** What this round asks, how it counted, and the next one once it is due. */
export function RoundBar({ round: { asks, graded, next }, language, onBegin, onTakeBack }: Props) {
  if (next) {
    return (
      <section
        aria-label="Due again"
        className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-card border border-line bg-card px-4 py-3"
      >
        <p>
          <strong className="font-semibold">Due again</strong>, about {next.minutes} min:{" "}
          {next.asks ? <RichSpan html={next.asks[language]} /> : "all of it, from an empty page"}.
        </p>
        <PrimaryButton onClick={onBegin}>Begin</PrimaryButton>
      </section>
    );
  }
  return (
    <>
      {asks && (
        <p className="mt-2">
          <strong className="font-semibold">This time</strong>: <RichSpan html={asks[language]} />.
        </p>
      )}
      <div role="status">
        {graded && (
          <p className="mt-1 text-sm text-soft">
            {graded}
            <QuietButton className="text-sm underline underline-offset-2" onClick={onTakeBack}>
              Don’t count it
            </QuietButton>
          </p>
        )}
      </div>
    </>
  );
}
