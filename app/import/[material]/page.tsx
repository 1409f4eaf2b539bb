import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { database } from "#app/_data/client.ts";
import { type DraftItem, findDrafts } from "#app/_data/material.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { outlineOf } from "#lib/item/outline.ts";
import { renderMarkdown } from "#lib/text/markdown.ts";
import { type DraftView, Drafts } from "./drafts.tsx";

export const metadata: Metadata = { title: "Drafts" };

interface Props {
  params: Promise<{ material: string }>;
}

export default async function DraftsPage({ params }: Props) {
  const found = await findDrafts(database(), (await params).material);
  if (!found) notFound();
  return (
    <>
      <SiteHeader current="/import" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <p className="text-sm text-soft">
          <PageLink href="/import" className="hover:text-ink">
            ← Import
          </PageLink>
        </p>
        <h1 className="mt-1 font-serif text-4xl font-semibold tracking-tight">{found.title}</h1>
        {found.items.length === 0 ? (
          <p className="mt-3 font-serif text-xl text-soft">
            No question could be drafted. Definitions (**term** — meaning), tables, lists and questions with answers are
            what drafts are made from.
          </p>
        ) : (
          <Drafts drafts={found.items.map(present)} />
        )}
      </main>
    </>
  );
}

function present({ item, status, concept }: DraftItem): DraftView {
  const { asked, answers } = outlineOf(item);
  return {
    id: item.id,
    status,
    concept,
    origin: `${item.rule}, line ${item.source.line}`,
    stem: renderMarkdown(asked),
    answers: answers.map(({ text, right }) => ({ html: renderMarkdown(text), right })),
  };
}
