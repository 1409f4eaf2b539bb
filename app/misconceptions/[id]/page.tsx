import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { findMisunderstood, type Misunderstood } from "#app/_data/misunderstood.ts";
import { readShownAnswers, readTestingItems } from "#app/_data/misunderstood-answers.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { RichText } from "#app/_ui/rich-text.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { studyDay } from "#lib/schedule/study-day.ts";
import { renderMarkdown } from "#lib/text/markdown.ts";
import { dayInWords, timesInWords, whatIsNeeded } from "../words.ts";
import { ShownAnswers } from "./shown-answers.tsx";
import { TestingItems } from "./testing-items.tsx";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await find((await params).id);
  return { title: found?.name ?? "No such misunderstanding" };
}

async function find(id: string): Promise<Misunderstood | null> {
  const db = database();
  return findMisunderstood(db, (await currentLearner(db)).id, id);
}

export default async function MisconceptionPage({ params }: Props) {
  const db = database();
  const learner = await currentLearner(db);
  const found = await findMisunderstood(db, learner.id, (await params).id);
  if (!found) notFound();
  const context = contextOf(learner, new Date());
  const today = studyDay(context.now, context);
  const answers = await readShownAnswers(db, learner.id, found.shownBy);
  const items = await readTestingItems(db, learner.id, found.id);
  return (
    <>
      <SiteHeader current="" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <p className="text-sm text-soft">
          <PageLink href="/misconceptions" className="underline underline-offset-2 hover:text-ink">
            Misunderstandings
          </PageLink>
        </p>
        <h1 className="mt-1 font-serif text-4xl font-semibold tracking-tight">{found.name}</h1>
        <p className="mt-3 text-soft">
          {STATUS[found.status]}. Shown {timesInWords(found.times)}, last on {dayInWords(found.lastSeenDay, today)}.
        </p>
        <Truth found={found} />
        <section aria-labelledby="needed" className="mt-8">
          <h2 id="needed" className="font-semibold">
            {found.status === "gone" ? "What became of it" : "Until it is gone"}
          </h2>
          <p className="mt-1">{whatIsNeeded(found)}</p>
        </section>
        <ShownAnswers answers={answers} today={today} />
        <TestingItems items={items} context={context} />
      </main>
    </>
  );
}

const STATUS = { held: "Held", fading: "Fading", seen: "Seen once", gone: "Gone" };

function Truth({ found: { claim, truth, concept, retired } }: { found: Misunderstood }) {
  return (
    <dl className="mt-6">
      <dt className="text-sm text-soft">What it claims</dt>
      <dd>
        <RichText html={renderMarkdown(claim)} className="prose prose-small" />
      </dd>
      <dt className="mt-4 text-sm text-soft">What is true</dt>
      <dd>
        <RichText html={renderMarkdown(truth)} className="prose prose-small" />
      </dd>
      {concept && (
        <>
          <dt className="mt-4 text-sm text-soft">Where it is taught</dt>
          <dd>
            <PageLink
              href={`/notes/${concept.id}`}
              className="inline-block py-1 text-accent underline underline-offset-2"
            >
              {concept.title}
            </PageLink>
          </dd>
        </>
      )}
      {retired && (
        <dd className="mt-4 text-sm text-soft">The notes no longer name it; what you answered stays here.</dd>
      )}
    </dl>
  );
}
