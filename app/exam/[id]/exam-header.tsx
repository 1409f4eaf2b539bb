import { QuietButton } from "#app/_ui/button.tsx";
import { KeysButton } from "#app/_ui/keys-button.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { ProgressLine } from "#app/_ui/progress-line.tsx";
import { useSwitch } from "#app/challenges/[slug]/local.ts";
import { clock } from "#app/challenges/words.ts";
import type { SittingView } from "../view.ts";
import { type Sitting, widthOf } from "./use-sitting.ts";

const SAVING = {
  saved: "Saved",
  saving: "Saving …",
  unsent: "Not sent yet: kept in this browser",
  refused: "The last change could not be kept",
  over: "The exam is over",
};

/** Where in the exam one is, what is left of its time, and whether everything is kept. */
export function ExamHeader({ sitting, exam }: { sitting: Sitting; exam: SittingView }) {
  const { place, states, saving } = sitting;
  const answered = states.filter(({ answer }) => answer !== null).length;
  const trouble = saving === "unsent" || saving === "refused";
  return (
    <header>
      <ProgressLine label="Answered" done={answered} of={states.length} />
      <div
        className={`mx-auto flex ${widthOf(sitting)} flex-wrap items-center justify-between gap-x-4 px-4 py-1.5 text-sm text-soft`}
      >
        <div className="flex min-w-0 items-baseline gap-3">
          <PageLink href="/exam" aria-label="Exams; the time goes on" className="py-2 hover:text-ink">
            ←
          </PageLink>
          <h1 aria-live="polite" className="font-semibold text-ink">
            Question {place + 1} of {states.length}
          </h1>
        </div>
        <p
          role="status"
          className={`order-last basis-full sm:order-none sm:basis-auto ${trouble ? "text-invalid" : ""}`}
        >
          {SAVING[saving]}
        </p>
        <div className="flex items-center">
          <TimeLeft left={sitting.left} limit={exam.limit} />
          <QuietButton
            className={sitting.shown.kind === "program" ? "" : "lg:hidden"}
            onClick={() => sitting.show("questions")}
          >
            Questions
          </QuietButton>
          <KeysButton onClick={() => sitting.show("keys")} />
        </div>
      </div>
    </header>
  );
}

/** What is left, for those who want to see it; five minutes and one minute before the end everyone is told. */
function TimeLeft({ left, limit }: { left: number; limit: number }) {
  const [hidden, toggle] = useSwitch("exam timer hidden");
  const told = left <= 60 ? "One minute is left." : left <= 300 && limit > 300 ? "Five minutes are left." : "";
  return (
    <>
      <p role="status" className={hidden ? "text-invalid" : "sr-only"}>
        {left > 0 ? told : "The time is up."}
      </p>
      <button
        type="button"
        onClick={toggle}
        aria-pressed={!hidden}
        aria-label="Time left"
        className={`min-h-11 min-w-11 cursor-pointer rounded-control px-2 font-mono text-base tabular-nums hover:text-ink ${left <= 300 && !hidden ? "text-invalid" : ""}`}
      >
        {hidden ? "Timer" : clock(Math.ceil(left))}
      </button>
    </>
  );
}
