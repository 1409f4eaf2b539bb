"use client";

import type { ReactNode } from "react";
import { PageLink } from "#app/_ui/page-link.tsx";
import { Verdict } from "#app/challenges/[slug]/verdict.tsx";
import { LANGUAGE_NAMES } from "#app/challenges/words.ts";
import type { ReviewedProgramView } from "../../../view.ts";
import { type Beside, useWayKeys, Ways } from "./ways.tsx";

interface Props extends Beside {
  view: ReviewedProgramView;
  children: ReactNode;
}

/** A challenge of an exam that is over: what was said of the program, and the program. */
export function ReviewedProgram({ view, back, next, children }: Props) {
  const { challenge, title, area, written, judged } = view;
  useWayKeys({ back, next, letters: {} });
  return (
    <main className="mx-auto max-w-[1072px] px-4 pt-4 pb-24">
      {children}
      <h1 className="mt-1 text-lg font-semibold">{title}</h1>
      <p className="mb-5 text-sm text-soft">{area}</p>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <div className="min-w-0">
          {judged ? (
            <Verdict verdict={judged.verdict} goTo={null} behind={judged.behind} />
          ) : (
            <p className="text-soft">
              {written ? "It is not judged yet; the report says when it is." : "No program was written."}
            </p>
          )}
          <p className="mt-5">
            <PageLink
              href={`/challenges/${challenge}`}
              className="inline-block py-1 text-accent underline underline-offset-2"
            >
              The page of this challenge
            </PageLink>{" "}
            has its theory, hints and solution.
          </p>
        </div>
        {written && (
          <section aria-labelledby="written" className="min-w-0">
            <h2 id="written" className="text-sm text-soft">
              What you wrote, in {LANGUAGE_NAMES[written.language]}
            </h2>
            <pre className="code-block mt-2">
              <code>{written.source.trimEnd()}</code>
            </pre>
          </section>
        )}
      </div>
      <Ways back={back} next={next} />
    </main>
  );
}
