import { KeysButton } from "#app/_ui/keys-button.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { ProgressLine } from "#app/_ui/progress-line.tsx";
import { PRACTICE } from "./schedule-words.ts";
import { StopHere } from "./stop-here.tsx";
import type { Progress, QuestionView, ScopedProgress } from "./view.ts";

/** Where in the session and the bank one is. */
export function DrillHeader({ view, onHelp }: { view: QuestionView; onHelp: () => void }) {
  const { scoped } = view.progress;
  return (
    <header>
      <ProgressLine label="Session" done={Math.round(shareDone(view.progress) * 100)} of={100} />
      <div className="mx-auto flex max-w-[1072px] items-baseline justify-between gap-4 px-4 py-3 text-sm text-soft">
        <div className="min-w-0 truncate">
          <PageLink href="/" aria-label="Today" className="mr-3 hover:text-ink">
            ←
          </PageLink>
          <h1 className="inline">
            <strong className="mr-2 font-semibold text-ink">{view.concept.title}</strong> {view.title}
          </h1>
        </div>
        <p className="shrink-0">
          {scoped ? <Left scoped={scoped} minutes={view.progress.minutesPlanned} /> : <Day progress={view.progress} />}
          <KeysButton onClick={onHelp} />
        </p>
      </div>
      {scoped && (
        <div className="mx-auto flex max-w-[1072px] items-center justify-between gap-4 px-4 text-sm">
          <p>{scoped.practice ? PRACTICE : `Only “${scoped.title}”, as the schedule has it.`}</p>
          <div className="-mr-3 sm:hidden">
            <StopHere scoped={scoped} />
          </div>
        </div>
      )}
    </header>
  );
}

function Day({ progress: { minutesSpent, minutesPlanned, due, fresh } }: { progress: Progress }) {
  return (
    <>
      {Math.round(minutesSpent)} of about {atLeastOne(minutesSpent + minutesPlanned)} min
      <span className="hidden sm:inline">
        {" · "}
        {due} due · {fresh} new left
      </span>
    </>
  );
}

function Left({ scoped: { left, total }, minutes }: { scoped: ScopedProgress; minutes: number }) {
  return (
    <>
      {left} of {total} left
      <span className="hidden sm:inline"> · about {atLeastOne(minutes)} min</span>
    </>
  );
}

/** Share of the session that is done: of its questions where they are counted, else of its minutes. */
function shareDone({ scoped, minutesSpent, minutesPlanned }: Progress): number {
  if (scoped) return scoped.total > 0 ? (scoped.total - scoped.left) / scoped.total : 0;
  const total = minutesSpent + minutesPlanned;
  return total > 0 ? Math.min(1, minutesSpent / total) : 0;
}

function atLeastOne(minutes: number): number {
  return Math.max(1, Math.round(minutes));
}
