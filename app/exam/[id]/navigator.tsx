import { QuietButton } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import type { QuestionState } from "../view.ts";
import { type Sitting, type Standing, standingOf } from "./use-sitting.ts";

const LOOK: Record<Standing, string> = {
  answered: "border-accent bg-accent text-on-accent",
  skipped: "border-dashed border-soft bg-card",
  open: "border-line bg-card",
};

/** All questions by number: which are answered, skipped or open, and which are flagged. */
export function Navigator({ sitting }: { sitting: Sitting }) {
  const { states, place } = sitting;
  return (
    <>
      <ol className="grid grid-cols-[repeat(auto-fill,2.75rem)] gap-2">
        {states.map((state, i) => (
          <li key={`question ${i + 1}`}>
            <button
              type="button"
              onClick={() => sitting.go(i)}
              aria-current={i === place ? "step" : undefined}
              aria-label={nameOf(state, i)}
              className={`relative grid size-11 cursor-pointer place-items-center rounded-control border-2 text-sm tabular-nums ${LOOK[standingOf(state)]} ${i === place ? "outline-2 outline-offset-2 outline-ink" : ""}`}
            >
              {i + 1}
              {state.flagged && <Flag />}
            </button>
          </li>
        ))}
      </ol>
      <p aria-hidden className="mt-4 flex flex-wrap gap-x-5 gap-y-1.5 text-sm text-soft">
        {(["answered", "skipped", "open"] as const).map((standing) => (
          <span key={standing} className="flex items-center gap-2">
            <span className={`size-3.5 rounded-[4px] border-2 ${LOOK[standing]}`} />
            {standing}
          </span>
        ))}
        <span className="flex items-center gap-2">
          <Flag inline />
          flagged
        </span>
      </p>
    </>
  );
}

/** The same where there is no room beside the question. */
export function NavigatorDialog({ sitting }: { sitting: Sitting }) {
  return (
    <Dialog open={sitting.dialog === "questions"} onClose={sitting.close} title="Questions">
      <div className="mt-4">
        <Navigator sitting={sitting} />
      </div>
      <QuietButton className="-ml-3 mt-3" onClick={sitting.close}>
        Close
      </QuietButton>
    </Dialog>
  );
}

function nameOf(state: QuestionState, place: number): string {
  return [`Question ${place + 1}`, standingOf(state), state.flagged && "flagged"].filter(Boolean).join(", ");
}

function Flag({ inline = false }: { inline?: boolean }) {
  return (
    <svg
      viewBox="0 0 10 12"
      aria-hidden
      className={`h-4 fill-[#d55e00] stroke-paper dark:fill-[#e69f00] ${inline ? "" : "absolute -top-1.5 -right-1.5"}`}
    >
      <path d="M1 0 L10 3.5 L3 7 L3 12 L1 12 Z" strokeWidth="0.8" />
    </svg>
  );
}
