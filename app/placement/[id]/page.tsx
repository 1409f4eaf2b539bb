import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { undoPlacementAction } from "#app/_actions/placement.ts";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { type PlacementReport, readPlacement } from "#app/_data/placement-report.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { timeInWords } from "#app/drill/schedule-words.ts";
import { PlacedConcepts } from "./placed-concepts.tsx";

export const metadata: Metadata = { title: "Placement" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function PlacementResultPage({ params }: Props) {
  const db = database();
  const learner = await currentLearner(db);
  const report = await readPlacement(db, learner, (await params).id);
  if (!report) notFound();
  const { id, undoneAt, areas, questions, right } = report;
  const concepts = areas.flatMap((area) => area.concepts);
  const passed = concepts.filter((concept) => concept.passed).length;
  const { utcOffsetMinutes } = contextOf(learner, new Date());
  return (
    <>
      <SiteHeader current="/placement" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">
          {passed} of {concepts.length} concepts known
        </h1>
        <p className="mt-3 font-serif text-xl leading-relaxed text-soft">
          {right} of {questions} answers were right. {consequence(report)}
        </p>
        {undoneAt ? (
          <p role="status" className="mt-6 rounded-control bg-invalid-bg px-4 py-3 text-invalid">
            Taken back on {timeInWords(undoneAt, utcOffsetMinutes)}: everything is as if it had not been.
          </p>
        ) : (
          <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
            <PageLink
              href="/drill"
              className="inline-flex min-h-11 items-center rounded-control bg-accent px-6 py-3 font-medium text-on-accent"
            >
              Start the drill
            </PageLink>
            <form action={undoPlacementAction}>
              <input type="hidden" name="placement" value={id} />
              <button type="submit" className="min-h-11 cursor-pointer text-accent underline underline-offset-2">
                Take it back
              </button>
            </form>
          </div>
        )}
        <PlacedConcepts areas={areas} />
        <p className="mt-10 text-sm text-soft">
          A concept counts as known where that is at least 85 % likely by the answers: those about it, and those about
          what builds on it or what it builds on. <Again />
        </p>
      </main>
    </>
  );
}

function Again() {
  return (
    <PageLink href="/placement" className="text-accent underline underline-offset-2">
      Do it again
    </PageLink>
  );
}

function consequence({ set, undoneAt }: PlacementReport): string {
  if (undoneAt) return "";
  if (!set) return "Nothing is set aside: the drill begins with what comes first.";
  const { items, firstDay, lastDay } = set;
  const days = firstDay === lastDay ? `in ${firstDay} days` : `in ${firstDay} to ${lastDay} days`;
  const questions = items === 1 ? "1 question is" : `${items} questions are`;
  return `${questions} set aside as known and come back ${days} to be checked; what builds on them is open.`;
}
