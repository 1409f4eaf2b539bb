import { PrimaryButton } from "#app/_ui/button.tsx";
import { LANGUAGE_NAMES } from "../words.ts";
import { goingInWords } from "./run-words.ts";
import type { Running } from "./use-run.ts";
import type { WorkplaceState } from "./use-workplace.ts";
import { Verdict } from "./verdict.tsx";

/** What came of the last run. */
export function ResultPanel({ place }: { place: WorkplaceState }) {
  const { running } = place;
  return (
    <>
      <p role="status" className="sr-only">
        {running && announcement(running)}
      </p>
      {running ? <Outcome running={running} place={place} /> : <Empty />}
    </>
  );
}

/** Below the editor a verdict may come up out of sight. */
function comeIntoView(element: HTMLElement | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top > window.innerHeight * 0.6) window.scrollBy({ top: top - window.innerHeight * 0.45 });
}

function Empty() {
  return (
    <p className="text-soft">
      Run calls your program with the visible cases and says what comes out. Submit adds the hidden ones, and keeps the
      text with its verdict.
    </p>
  );
}

const ENDS = {
  stopped: "Stopped. Nothing was judged.",
  broken: "The sandbox failed, not your program. Please try again.",
  refused: "Too many runs are going on, perhaps in other tabs. Please wait for one to end.",
  gone: "The server was started again before this run had ended. Please run it again.",
} as const;

function announcement(running: Running): string {
  const { state } = running;
  if (state.kind === "done") {
    const { headline, says, first } = state.verdict;
    return [`${headline}.`, ...says, ...(first ? [`First: ${first.case}. ${first.words}`] : [])].join(" ");
  }
  return state.kind in ENDS ? ENDS[state.kind as keyof typeof ENDS] : goingInWords(running);
}

function Outcome({ running, place }: { running: Running; place: WorkplaceState }) {
  const { state, language } = running;
  if (state.kind !== "done") {
    const ended = state.kind in ENDS;
    return (
      <p aria-hidden className={ended ? "rounded-control bg-invalid-bg px-4 py-3 text-invalid" : "text-soft"}>
        {announcement(running)}
      </p>
    );
  }
  const goTo = language === place.language ? place.goTo : null;
  const stale = language !== place.language || (place.text !== null && place.text !== running.source);
  return (
    <div className="fade-in" ref={running.resumed ? null : comeIntoView}>
      <Verdict verdict={state.verdict} goTo={goTo} behind={state.behind} />
      {running.which === "all" && place.work.round.graded && (
        <p className="mt-4 text-sm text-soft">{place.work.round.graded}</p>
      )}
      {state.verdict.kind === "visible-passed" && !stale && (
        <PrimaryButton className="mt-4" onClick={place.submit}>
          Submit it
        </PrimaryButton>
      )}
      {state.verdict.kind === "passed" && place.work.solved && !place.solution && (
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
      {stale && (
        <p className="mt-4 text-sm text-soft">
          {language === place.language
            ? "The text has changed since."
            : `This was said of the text in ${LANGUAGE_NAMES[language]}.`}
        </p>
      )}
    </div>
  );
}
