import { PageLink } from "#app/_ui/page-link.tsx";
import { QuietButton } from "#app/_ui/button.tsx";
import { RichText } from "#app/_ui/rich-text.tsx";
import type { ChallengeView } from "../view.ts";
import { FollowUps } from "./follow-ups.tsx";
import { Solution } from "./solution.tsx";
import type { WorkplaceState } from "./use-workplace.ts";

interface Props {
  challenge: ChallengeView;
  place: WorkplaceState;
  onGiveUp: () => void;
  onInterview: () => void;
}

/** What is to be written, and the help one may ask for. */
export function TaskPanel({ challenge, place, onGiveUp, onInterview }: Props) {
  const { work, solution } = place;
  const { interview, hints, hintsInAll } = work;
  const interviewed = interview?.kind === "on";
  const unlocked = work.solved || work.gaveUp;
  return (
    <>
      <RichText html={challenge.task} className="prose prose-small" />
      {!interviewed && (
        <>
          <details className="mt-6 border-t border-line pt-1">
            <summary className="min-h-11 cursor-pointer py-2.5 font-medium">Theory</summary>
            <RichText html={challenge.theory} className="prose prose-small" />
            {challenge.concept && (
              <p className="mt-3">
                <PageLink href={`/notes/${challenge.concept.id}`} className="inline-block py-1 text-accent underline">
                  The note: {challenge.concept.title}
                </PageLink>
              </p>
            )}
          </details>
          <section aria-label="Hints" className="border-t border-line pt-1">
            <ol aria-live="polite">
              {hints.map((hint, i) => (
                <li key={hint} className="mt-3">
                  <p className="text-sm text-soft">
                    Hint {i + 1} of {hintsInAll}
                  </p>
                  <RichText html={hint} className="prose prose-small" />
                </li>
              ))}
            </ol>
            {hints.length < hintsInAll && (
              <QuietButton className="-ml-3" onClick={place.hint}>
                {hints.length === 0 ? "A hint" : "Another hint"}
                <span className="text-sm"> ({hintsInAll - hints.length} left)</span>
              </QuietButton>
            )}
          </section>
          <div className="flex flex-wrap gap-x-1 border-t border-line pt-1">
            {!solution && (
              <QuietButton className="-ml-3" onClick={unlocked ? place.showSolution : onGiveUp}>
                Show the solution
              </QuietButton>
            )}
            <QuietButton className={solution ? "-ml-3" : ""} onClick={onInterview}>
              Interview of 25 minutes
            </QuietButton>
          </div>
          {interview?.kind === "over" && !solution && (
            <section aria-labelledby="after-interview" className="mt-4 rounded-card border border-line bg-card p-5">
              <h2 id="after-interview" className="font-semibold">
                The interview is over
              </h2>
              <p className="mt-1 text-soft">
                {interview.solved ? "Solved in" : "Not solved in"} {interview.minutes}{" "}
                {interview.minutes === 1 ? "minute" : "minutes"}. An interviewer would go on like this:
              </p>
              <FollowUps followUps={interview.followUps} />
            </section>
          )}
          {solution && <Solution solution={solution} language={place.language} />}
        </>
      )}
    </>
  );
}
