import type { Metadata } from "next";
import { PageLink } from "#app/_ui/page-link.tsx";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { listNotes } from "#app/_data/notes.ts";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { CramArea } from "../cram-area.tsx";

export const metadata: Metadata = { title: "Notes" };

export default async function NotesPage() {
  const db = database();
  const areas = await listNotes(db, (await currentLearner(db)).id);
  return (
    <>
      <SiteHeader current="/notes" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Notes</h1>
        {areas.length === 0 && <p className="mt-3 text-soft">There are no notes yet.</p>}
        {areas.map((area) => (
          <section key={area.id} aria-labelledby={area.id} className="mt-10">
            <h2 id={area.id} className="border-b border-line pb-1.5 font-semibold">
              {area.title}
            </h2>
            <ol className="mt-1">
              {area.notes.map(({ id, title, items }) => (
                <li key={id}>
                  <PageLink
                    href={`/notes/${id}`}
                    className="flex min-h-11 items-baseline justify-between gap-4 py-2 font-serif text-lg hover:text-accent"
                  >
                    {title}
                    <span className="font-sans text-sm text-soft">
                      {items} {items === 1 ? "question" : "questions"}
                    </span>
                  </PageLink>
                </li>
              ))}
            </ol>
            {area.notes.some(({ items }) => items > 0) && <CramArea area={area} />}
          </section>
        ))}
      </main>
    </>
  );
}
