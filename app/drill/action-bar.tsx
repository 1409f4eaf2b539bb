import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import type { Certainty } from "#lib/grade/verdict.ts";
import { CertaintyChoice } from "./certainty-choice.tsx";
import { StopHere } from "./stop-here.tsx";
import type { ScopedProgress } from "./view.ts";

interface Props {
  busy: boolean;
  primary: string;
  certainty: Certainty | null;
  /** Whether the question is being answered step by step. */
  stepwise: boolean;
  scoped: ScopedProgress | null;
  /** What each button does; null where it can't be done now. */
  actions: {
    primary: () => void;
    steps: (() => void) | null;
    hint: (() => void) | null;
    giveUp: (() => void) | null;
    certain: ((level: Certainty) => void) | null;
    undo: () => void;
  };
}

/** The actions, in the same place before and after marking. */
export function ActionBar({ busy, primary, certainty, stepwise, scoped, actions }: Props) {
  return (
    <footer className="fixed inset-x-0 bottom-0 border-t border-line bg-paper">
      <div className="mx-auto flex max-w-[1072px] flex-wrap items-center gap-x-1 px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))]">
        {actions.certain && <CertaintyChoice chosen={certainty} onChoose={actions.certain} />}
        <PrimaryButton
          onClick={actions.primary}
          aria-disabled={busy}
          hint="Enter"
          className="grow basis-full sm:min-w-36 sm:grow-0 sm:basis-auto"
        >
          {primary}
        </PrimaryButton>
        {actions.steps && (
          <QuietButton onClick={actions.steps} hint="T">
            {stepwise ? "At once" : "Step by step"}
          </QuietButton>
        )}
        {actions.hint && (
          <QuietButton onClick={actions.hint} hint="H">
            Hint
          </QuietButton>
        )}
        {actions.giveUp && (
          <QuietButton onClick={actions.giveUp} hint="X">
            I don’t know
          </QuietButton>
        )}
        <QuietButton onClick={actions.undo} hint="U">
          Undo
        </QuietButton>
        <div className="ml-auto hidden sm:block">
          <StopHere scoped={scoped} />
        </div>
      </div>
    </footer>
  );
}
