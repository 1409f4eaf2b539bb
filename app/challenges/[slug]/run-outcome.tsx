import type { ReactNode } from "react";
import type { VerdictView } from "../verdict-view.ts";
import { LANGUAGE_NAMES } from "../words.ts";
import { goingInWords } from "./run-words.ts";
import type { Running } from "./use-run.ts";
import type { WorkplaceState } from "./use-workplace.ts";
import { Verdict } from "./verdict.tsx";

interface Props {
  place: Pick<WorkplaceState, "running" | "language" | "text" | "goTo">;
  /** What is said before the first run. */
  empty: string;
  /** What stands below a verdict; `stale` where it is of another text than the editor has. */
  children?: (verdict: VerdictView, stale: boolean) => ReactNode;
}

/** How the last run stands, or what came of it. */
export function RunOutcome({ place, empty, children }: Props) {
  const { running } = place;
  return (
    <>
      <p role="status" className="sr-only">
        {running && announcement(running)}
      </p>
      {running ? (
        <Outcome running={running} place={place}>
          {children}
        </Outcome>
      ) : (
        <p className="text-soft">{empty}</p>
      )}
    </>
  );
}

/** Below the editor a verdict may come up out of sight. */
function comeIntoView(element: HTMLElement | null): void {
  const top = element?.getBoundingClientRect().top ?? 0;
  if (top > window.innerHeight * 0.6) window.scrollBy({ top: top - window.innerHeight * 0.45 });
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

function Outcome({ running, place, children }: Omit<Props, "empty"> & { running: Running }) {
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
      {children?.(state.verdict, stale)}
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
