import type { Metadata } from "next";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import {
  type LeftOfScope,
  readLeftOfScope,
  readSummary,
  readWhatIsLeft,
  type SessionReport,
} from "#app/_data/summary.ts";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { Report } from "./report.tsx";
import { WhatNext } from "./what-next.tsx";
import { WhatNextOfScope } from "./what-next-of-scope.tsx";

export const metadata: Metadata = { title: "Session" };

interface Props {
  searchParams: Promise<{ session?: string | string[] }>;
}

export default async function DonePage({ searchParams }: Props) {
  const db = database();
  const learner = await currentLearner(db);
  const now = new Date();
  const { session: named } = await searchParams;
  const summary = await readSummary(db, learner, now, typeof named === "string" ? named : undefined);
  const left = await readWhatIsLeft(db, learner, now);
  const scoped = named && summary?.today && summary.session.scope ? summary.session : null;
  const leftOfScope = scoped && (await readLeftOfScope(db, learner, scoped, now));
  return (
    <>
      <SiteHeader current="/drill/done" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">
          {summary && leftOfScope
            ? headline(summary, leftOfScope)
            : left.planned > 0
              ? "So far"
              : "That is it for today"}
        </h1>
        {summary?.today ? (
          <Report summary={summary} tomorrow={left.tomorrow} />
        ) : (
          <p className="mt-3 text-soft">Nothing was answered today yet.</p>
        )}
        {scoped && leftOfScope ? (
          <WhatNextOfScope session={scoped} left={leftOfScope} />
        ) : (
          <WhatNext left={left} learner={learner} now={now} />
        )}
      </main>
    </>
  );
}

function headline({ session }: SessionReport, { planned }: LeftOfScope): string {
  const title = session.scope?.title ?? "";
  if (planned > 0) return `${title}, so far`;
  return session.mode === "cram" ? `${title}: all of it was right` : `${title}: nothing more for now`;
}
