import { useEffect, useState } from "react";
import { QuietButton } from "#app/_ui/button.tsx";
import type { InterviewView } from "../view.ts";
import { clock } from "../words.ts";

interface Props {
  interview: Extract<InterviewView, { kind: "on" }>;
  onEnd: () => void;
  /** Its time is up. */
  onOver: () => void;
}

/** What is left of an interview. */
export function InterviewBar({ interview: { secondsLeft }, onEnd, onOver }: Props) {
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => {
    const until = performance.now() + secondsLeft * 1000;
    const timer = setInterval(() => {
      const now = (until - performance.now()) / 1000;
      setLeft(Math.max(0, now));
      if (now > 0) return;
      clearInterval(timer);
      onOver();
    }, 500);
    return () => clearInterval(timer);
    // The time left is known once; what is called at its end may be another function at every rendering.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [secondsLeft]);
  return (
    <section
      aria-label="Interview"
      className="mt-4 flex flex-wrap items-center gap-x-4 rounded-card border border-line bg-card px-4 py-1.5"
    >
      <p>
        <strong className="font-semibold">Interview</strong>:{" "}
        <span className="font-mono tabular-nums">{clock(left)}</span> left, without hints and solution. Say aloud what
        you think.
      </p>
      <p role="status" className="sr-only">
        {left <= 60 ? "One minute is left." : left <= 300 ? "Five minutes are left." : ""}
      </p>
      <QuietButton className="ml-auto" onClick={onEnd}>
        End it
      </QuietButton>
    </section>
  );
}
