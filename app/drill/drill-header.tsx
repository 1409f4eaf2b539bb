import { PageLink } from "#app/_ui/page-link.tsx";
import type { QuestionView } from "./view.ts";

/** Where in the session and the bank one is. */
export function DrillHeader({ view, onHelp }: { view: QuestionView; onHelp: () => void }) {
  const { minutesSpent, minutesPlanned, due, fresh } = view.progress;
  const total = minutesSpent + minutesPlanned;
  const share = total > 0 ? Math.min(1, minutesSpent / total) : 0;
  return (
    <header>
      <div
        role="progressbar"
        aria-label="Session"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="h-[3px] bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
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
          {Math.round(minutesSpent)} of about {Math.max(1, Math.round(total))} min
          <span className="hidden sm:inline">
            {" · "}
            {due} due · {fresh} new left
          </span>
          <button
            type="button"
            onClick={onHelp}
            aria-label="Keys"
            className="ml-3 hidden min-w-6 cursor-pointer rounded-[5px] border border-b-2 border-line bg-card px-1.5 font-mono text-xs sm:inline-block"
          >
            ?
          </button>
        </p>
      </div>
    </header>
  );
}
