import { useEffect, useRef } from "react";
import { RichText } from "#app/_ui/rich-text.tsx";
import type { Language } from "#lib/challenge/language.ts";
import type { SolutionView } from "../view.ts";
import { FollowUps } from "./follow-ups.tsx";

/** The solution, another one, why, and what comes next. */
export function Solution({ solution, language }: { solution: SolutionView; language: Language }) {
  const { solution: first, second } = solution.programs[language];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <section aria-labelledby="solution" className="fade-in mt-6">
      <h2
        ref={heading}
        id="solution"
        tabIndex={-1}
        className="scroll-mt-14 text-xl font-semibold outline-none lg:scroll-mt-2"
      >
        Solution
      </h2>
      <Program text={first} />
      <RichText html={solution.explanation} className="prose prose-small mt-4" />
      <details className="mt-4 border-t border-line">
        <summary className="min-h-11 cursor-pointer py-2.5 font-medium">The same in another style</summary>
        <Program text={second} />
      </details>
      <section aria-labelledby="follow-ups" className="border-t border-line pt-4">
        <h3 id="follow-ups" className="font-semibold">
          What an interviewer asks next
        </h3>
        <FollowUps followUps={solution.followUps} />
      </section>
    </section>
  );
}

function Program({ text }: { text: string }) {
  return (
    <pre className="code-block mt-3">
      <code>{text.trimEnd()}</code>
    </pre>
  );
}
