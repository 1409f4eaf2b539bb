import { PrimaryButton } from "#app/_ui/button.tsx";
import { RunButton } from "./run-button.tsx";
import { goingInWords } from "./run-words.ts";
import type { WorkplaceState } from "./use-workplace.ts";
import { WorkTimer } from "./work-timer.tsx";

/** Run, submit or stop, in one place; beside it how the run stands. */
export function RunBar({ place }: { place: WorkplaceState }) {
  const { running, isGoing, seconds, notice, canUndo } = place;
  return (
    <footer className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-paper">
      <div role="alert" className="mx-auto max-w-[1440px] px-4">
        {notice && (
          <p className="fade-in mt-2.5 rounded-control bg-invalid-bg px-4 py-1 text-invalid">
            <span className="inline-block py-2">{notice}</span>
            {canUndo && (
              <button type="button" className="ml-4 min-h-11 cursor-pointer underline" onClick={place.undo}>
                Undo
              </button>
            )}
          </p>
        )}
      </div>
      <div className="mx-auto flex max-w-[1440px] flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))]">
        <PrimaryButton
          onClick={place.submit}
          aria-disabled={isGoing}
          hint="Ctrl ⇧ ↵"
          className="grow sm:min-w-36 sm:grow-0"
        >
          Submit
        </PrimaryButton>
        <RunButton place={place} />
        <span className="text-sm text-soft">{running && isGoing ? goingInWords(running) : ""}</span>
        <div className="ml-auto">
          <WorkTimer seconds={seconds} />
        </div>
      </div>
    </footer>
  );
}
