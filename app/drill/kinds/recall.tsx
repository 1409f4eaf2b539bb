import { RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import type { AnswerOf } from "#lib/grade/answer.ts";
import type { Revealed } from "../view.ts";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  /** Null until the learner has committed to an answer. */
  revealed: Revealed | null;
}

type RecallDraft = AnswerOf<"recall">;

/** An answer in the learner's own words, then the model answer and the points it should make, to tick. */
export const recall: Widget<"recall", Asked> = {
  Input: RecallInput,
  staysWhenMarked: true,
  empty: ({ revealed }) => ({ kind: "recall", text: revealed?.text ?? "", ticked: [] }),
  isEmpty: ({ text, ticked }) => text === "" && ticked.length === 0,
  digit: (draft, { revealed }, digit) => (revealed && digit <= revealed.rubric.length ? tick(draft, digit - 1) : null),
};

function tick(draft: RecallDraft, point: number): RecallDraft {
  const { ticked } = draft;
  return { ...draft, ticked: ticked.includes(point) ? ticked.filter((other) => other !== point) : [...ticked, point] };
}

function RecallInput({ asked, draft, onChange, locked }: WidgetProps<"recall", Asked>) {
  const { revealed } = asked;
  const { text, ticked } = draft;
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
          onChange={(event) => onChange({ ...draft, text: event.target.value })}
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
                  onChange={() => onChange(tick(draft, i))}
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
