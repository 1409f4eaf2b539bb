import { keepGoingAction } from "#app/_actions/session.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import type { WhatIsLeft } from "#app/_data/summary.ts";
import { Key } from "#app/_ui/key.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { StartKey } from "#app/start-key.tsx";
import { timeInWords } from "../schedule-words.ts";

/** What there is to do after the session of the day: go on, go past its limits, or wait. */
export function WhatNext({ left, learner, now }: { left: WhatIsLeft; learner: Learner; now: Date }) {
  if (left.planned > 0)
    return (
      <div className="mt-10">
        <PageLink
          href="/drill"
          className="inline-flex min-h-11 items-center rounded-control bg-accent px-6 py-3 font-medium text-on-accent"
        >
          Go on, {left.planned} left
          <Key name="Enter" onAccent />
        </PageLink>
        <StartKey href="/drill" />
      </div>
    );
  const beyond = left.exam
    ? [left.due + left.new > 0 && `${left.due + left.new} that would still add to the exam`]
    : [left.due > 0 && `${left.due} due`, left.new > 0 && `${left.new} new`];
  const waiting = beyond.filter(Boolean);
  if (waiting.length > 0)
    return (
      <form action={keepGoingAction} className="mt-10">
        <p className="text-soft">
          Today’s {left.minutesPerDay} minutes{left.exam ? "" : " or new questions"} are used up. Waiting:{" "}
          {waiting.join(", ")}.
        </p>
        <button
          type="submit"
          className="mt-3 min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium"
        >
          Keep going
        </button>
      </form>
    );
  if (!left.nextDue) return null;
  return (
    <p className="mt-10 text-soft">Next: {timeInWords(left.nextDue, contextOf(learner, now).utcOffsetMinutes)}.</p>
  );
}
