import type { Metadata } from "next";
import { PageLink } from "#app/_ui/page-link.tsx";
import { notFound } from "next/navigation";
import { database } from "#app/_data/client.ts";
import { findNote } from "#app/_data/notes.ts";
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
        <nav aria-label="Related notes" className="mt-14 grid gap-6 border-t border-line pt-6 sm:grid-cols-2">
          <Related title="Builds on" links={note.needs} />
          <Related title="Leads to" links={note.leadsTo} />
        </nav>
      </main>
    </>
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
