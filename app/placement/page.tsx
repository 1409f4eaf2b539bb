import type { Metadata } from "next";
import { beginPlacementAction } from "#app/_actions/placement.ts";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { openQuestion } from "#app/_data/placement.ts";
import { type Placements, readPlacements } from "#app/_data/placement-report.ts";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { timeInWords } from "#app/drill/schedule-words.ts";
import { presentPlacement } from "./present.ts";
import { Sitting } from "./sitting.tsx";

export const metadata: Metadata = { title: "Placement" };

export default async function PlacementPage() {
  const db = database();
  const learner = await currentLearner(db);
  const open = await openQuestion(db, learner.id);
  if (open) return <Sitting key={open.id} begun={presentPlacement(open)} />;
  const { ended } = await readPlacements(db, learner.id);
  return (
    <>
      <SiteHeader current="/placement" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Placement</h1>
        <p className="mt-3 font-serif text-xl leading-relaxed text-soft">
          About 15 questions find out what you know already, so that you need not drill it.
        </p>
        <ul className="mt-6 list-disc space-y-1.5 pl-5">
          <li>Each answer decides what is asked next: a right one leads up, a wrong one down.</li>
          <li>Nothing is said of right or wrong until the end. “I don’t know” is an honest answer.</li>
          <li>You can stop at any question and go on later. Until the end nothing changes.</li>
          <li>What it finds can be taken back as a whole.</li>
        </ul>
        <form action={beginPlacementAction} className="mt-8">
          <PrimaryButton type="submit">Begin</PrimaryButton>
        </form>
        <Earlier ended={ended} utcOffsetMinutes={contextOf(learner, new Date()).utcOffsetMinutes} />
      </main>
    </>
  );
}

function Earlier({ ended, utcOffsetMinutes }: { ended: Placements["ended"]; utcOffsetMinutes: number }) {
  if (ended.length === 0) return null;
  return (
    <section aria-labelledby="earlier" className="mt-12">
      <h2 id="earlier" className="font-semibold">
        Earlier ones
      </h2>
      <ul className="mt-1">
        {ended.map(({ id, endedAt, undoneAt }) => (
          <li key={id} className="py-1.5">
            <PageLink href={`/placement/${id}`} className="text-accent underline underline-offset-2">
              {timeInWords(endedAt, utcOffsetMinutes)}
            </PageLink>
            {undoneAt && <span className="text-soft">, taken back</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
