import { QuietButton } from "#app/_ui/button.tsx";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { Language } from "#lib/challenge/language.ts";
import type { RoundView } from "../view.ts";

interface Props {
  round: RoundView;
  language: Language;
  onTakeBack: () => void;
}

/** What this round asks, and how it counted. */
export function RoundBar({ round: { asks, graded }, language, onTakeBack }: Props) {
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
