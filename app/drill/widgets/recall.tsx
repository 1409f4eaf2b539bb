import { RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import type { Revealed } from "../view.ts";

interface Props {
  text: string;
  ticked: number[];
  revealed: Revealed | null;
  onText: (text: string) => void;
  onTick: (point: number) => void;
  locked: boolean;
}

/** An answer in the learner's own words, then the model answer and the points it should make, to tick. */
export function RecallInput({ text, ticked, revealed, onText, onTick, locked }: Props) {
  return (
    <div className="mt-7">
      <label>
        <span className="text-sm text-soft">Your answer, written or said aloud</span>
        <textarea
          autoFocus={!revealed}
          rows={revealed ? 3 : 6}
          maxLength={20_000}
          readOnly={locked || revealed !== null}
          value={text}
          onChange={(event) => onText(event.target.value)}
          className="mt-1 block w-full rounded-control border-2 border-line bg-card px-4 py-3 font-serif text-lg outline-none focus:border-accent"
        />
      </label>
      {revealed && (
        <div className="fade-in mt-6 rounded-card border border-line bg-card p-5">
          <h2 className="font-semibold">A model answer</h2>
          <RichText html={revealed.answer} className="prose prose-small mt-2" />
          <fieldset className="mt-5" disabled={locked}>
            <legend className="font-semibold">Which of these points did you make?</legend>
            {revealed.rubric.map((point, i) => (
              <label key={point} className="flex min-h-11 cursor-pointer items-baseline gap-3 py-1.5">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={ticked.includes(i)}
                  onChange={() => onTick(i)}
                />
                <span aria-hidden className="font-mono text-sm text-soft">
                  {i + 1}
                </span>
                <RichSpan html={point} className="font-serif text-lg" />
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </div>
  );
}
