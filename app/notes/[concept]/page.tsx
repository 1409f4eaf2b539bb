import type { Metadata } from "next";
import { PageLink } from "#app/_ui/page-link.tsx";
import { notFound } from "next/navigation";
import { cramConceptAction, drillConceptAction } from "#app/_actions/session.ts";
import { database } from "#app/_data/client.ts";
import { findNote } from "#app/_data/notes.ts";
import { ChallengesOf } from "#app/challenges/challenges-of.tsx";
import { MetHere } from "#app/misconceptions/met-here.tsx";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { RichText } from "#app/_ui/rich-text.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { renderNote } from "#lib/text/markdown.ts";

interface Props {
  params: Promise<{ concept: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const note = await findNote(database(), (await params).concept);
  return { title: note?.title ?? "No such note" };
}

export default async function NotePage({ params }: Props) {
  const note = await findNote(database(), (await params).concept);
  if (!note) notFound();
  return (
    <>
      <SiteHeader current="/notes" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <p className="text-sm text-soft">{note.area}</p>
        <h1 className="mt-1 font-serif text-4xl font-semibold tracking-tight">{note.title}</h1>
        <article>
          <RichText html={renderNote(note.body)} className="prose mt-6" />
        </article>
        <MetHere conceptId={note.id} />
        {note.items > 0 && (
          <section aria-labelledby="drill" className="mt-14 border-t border-line pt-6">
            <h2 id="drill" className="font-semibold">
              {note.items === 1 ? "One question" : `${note.items} questions`} on this
            </h2>
            <div className="mt-3 flex flex-wrap gap-3">
              <ConceptForm id={note.id} action={drillConceptAction} name="Drill this concept" strong />
              <ConceptForm id={note.id} action={cramConceptAction} name="Practise it all" />
            </div>
            <p className="mt-3 text-sm text-soft">
              Drilling asks what is due or new here and counts like any answer. Practising asks everything, as often as
              it takes; the schedule isn’t touched.
            </p>
          </section>
        )}
        <ChallengesOf conceptId={note.id} />
        <nav aria-label="Related notes" className="mt-14 grid gap-6 border-t border-line pt-6 sm:grid-cols-2">
          <Related title="Builds on" links={note.needs} />
          <Related title="Leads to" links={note.leadsTo} />
        </nav>
      </main>
    </>
  );
}

interface ConceptFormProps {
  id: string;
  action: (form: FormData) => Promise<void>;
  name: string;
  strong?: boolean;
}

function ConceptForm({ id, action, name, strong = false }: ConceptFormProps) {
  return (
    <form action={action}>
      <input type="hidden" name="concept" value={id} />
      {strong ? (
        <PrimaryButton type="submit">{name}</PrimaryButton>
      ) : (
        <button
          type="submit"
          className="min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium"
        >
          {name}
        </button>
      )}
    </form>
  );
}

function Related({ title, links }: { title: string; links: { id: string; title: string }[] }) {
  if (links.length === 0) return null;
  return (
    <div>
      <h2 className="text-sm text-soft">{title}</h2>
      <ul className="mt-1">
        {links.map((link) => (
          <li key={link.id}>
            <PageLink href={`/notes/${link.id}`} className="inline-block py-1 text-accent hover:underline">
              {link.title}
            </PageLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
