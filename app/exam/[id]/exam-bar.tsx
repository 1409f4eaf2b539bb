import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { CertaintyChoice } from "#app/drill/certainty-choice.tsx";
import type { Certainty } from "#lib/grade/verdict.ts";
import { type Sitting, widthOf } from "./use-sitting.ts";

/** F flags here. */
const CERTAINTY_KEYS = { 1: "G", 2: "R", 3: "S" };

interface Props {
  sitting: Sitting;
  /** Undefined where the exam is not marked by certainty. */
  certainty: Certainty | null | undefined;
}

/** What can be done about the question shown. */
export function ExamBar({ sitting, certainty }: Props) {
  const { place, states, state, isLocked } = sitting;
  const isLast = place + 1 === states.length;
  return (
    <footer className="fixed inset-x-0 bottom-0 border-t border-line bg-paper">
      <div
        className={`mx-auto flex ${widthOf(sitting)} flex-wrap items-center gap-x-1 px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))]`}
      >
        {certainty !== undefined && (
          <CertaintyChoice chosen={certainty} onChoose={sitting.certain} keys={CERTAINTY_KEYS} />
        )}
        <PrimaryButton
          onClick={sitting.next}
          disabled={isLocked}
          hint="Enter"
          className="grow basis-full sm:min-w-36 sm:grow-0 sm:basis-auto"
        >
          {isLast ? "Hand in …" : "Next"}
        </PrimaryButton>
        <QuietButton onClick={sitting.back} disabled={isLocked || place === 0} hint="K">
          Back
        </QuietButton>
        <QuietButton onClick={sitting.flag} disabled={isLocked} aria-pressed={state.flagged} hint="F">
          {state.flagged ? "Flagged" : "Flag"}
        </QuietButton>
        <QuietButton onClick={sitting.skip} disabled={isLocked} hint="X">
          Skip
        </QuietButton>
        {!isLast && (
          <QuietButton onClick={() => sitting.show("hand in")} disabled={isLocked} className="ml-auto">
            Hand in …
          </QuietButton>
        )}
      </div>
    </footer>
  );
}
