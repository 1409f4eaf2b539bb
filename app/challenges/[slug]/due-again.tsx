import { useState, useTransition } from "react";
import { beginRoundAction } from "#app/_actions/challenges.ts";
import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import type { ChallengeView, RoundView } from "../view.ts";
import { Heading } from "./heading.tsx";

interface Props {
  challenge: ChallengeView;
  next: NonNullable<RoundView["next"]>;
  /** Opens the last round as it was left. */
  onLook: () => void;
}

/** A challenge that is due, without what was written last time. */
export function DueAgain({ challenge, next: { asks, minutes }, onLook }: Props) {
  const [beginning, begin] = useTransition();
  const [failed, setFailed] = useState(false);
  function onBegin() {
    setFailed(false);
    begin(async () => {
      try {
        await beginRoundAction(challenge.id);
      } catch (error) {
        console.warn("The round could not be begun", error);
        setFailed(true);
      }
    });
  }
  return (
    <main className="mx-auto max-w-[680px] px-4 pt-2 pb-24">
      <Heading challenge={challenge} minutes={minutes} solved={false} />
      <section aria-label="Due again" className="mt-6 rounded-card border border-line bg-card p-5">
        <p>
          <strong className="font-semibold">Due again</strong>:{" "}
          {asks ? <RichSpan html={asks[challenge.language]} /> : "all of it, from an empty page"}.
        </p>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <PrimaryButton onClick={onBegin} disabled={beginning}>
            Begin
          </PrimaryButton>
          <QuietButton onClick={onLook}>Look at the last time</QuietButton>
        </div>
        <p role="alert" className={failed ? "mt-3 text-invalid" : ""}>
          {failed && "The server did not answer; try again in a moment."}
        </p>
      </section>
      <RichText html={challenge.task} className="prose prose-small mt-6" />
    </main>
  );
}
