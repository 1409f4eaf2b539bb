import { PrimaryButton } from "#app/_ui/button.tsx";
import { RunOutcome } from "./run-outcome.tsx";
import type { WorkplaceState } from "./use-workplace.ts";

/** What came of the last run, and what can be done next. */
export function ResultPanel({ place }: { place: WorkplaceState }) {
  const { running } = place;
  return (
    <RunOutcome place={place} empty={EMPTY}>
      {(verdict, stale) => (
        <>
          {running?.which === "all" && place.work.round.graded && (
            <p className="mt-4 text-sm text-soft">{place.work.round.graded}</p>
          )}
          {verdict.kind === "visible-passed" && !stale && (
            <PrimaryButton className="mt-4" onClick={place.submit}>
              Submit it
            </PrimaryButton>
          )}
          {verdict.kind === "passed" && place.work.solved && !place.solution && (
            <p className="mt-4">
              <button
                type="button"
                className="min-h-11 cursor-pointer text-accent underline underline-offset-2"
                onClick={() => {
                  place.show("task");
                  place.showSolution();
                }}
              >
                Compare with the solution
              </button>
            </p>
          )}
        </>
      )}
    </RunOutcome>
  );
}

const EMPTY =
  "Run calls your program with the visible cases and says what comes out. Submit adds the hidden ones, and keeps the text with its verdict.";
