import type { Metadata } from "next";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { listMisunderstood, type Misunderstood } from "#app/_data/misunderstood.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { timesInWords } from "./words.ts";

export const metadata: Metadata = { title: "Misunderstandings" };

const GROUPS = [
  { status: "held", title: "Held", says: "Shown twice or more. Questions that could show them again come first." },
  { status: "fading", title: "Fading", says: "Right since, on one day. Gone after another." },
  { status: "seen", title: "Seen once", says: "Perhaps a slip. A second time gives it a page of its own." },
  { status: "gone", title: "Gone", says: "Right since, on two separate days." },
] as const;

export default async function MisconceptionsPage() {
  const db = database();
  const all = await listMisunderstood(db, (await currentLearner(db)).id);
  return (
    <>
      <SiteHeader current="/misconceptions" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Misunderstandings</h1>
        {all.length === 0 ? <Empty /> : <Groups all={all} />}
      </main>
    </>
  );
}

function Empty() {
  return (
    <p className="mt-3 text-soft">
      None so far. When a wrong answer is just what a known misconception gives, it is named here; one that shows twice
      gets a page with your answers and with the questions that test it.
    </p>
  );
}

function Groups({ all }: { all: Misunderstood[] }) {
  return GROUPS.map(({ status, title, says }) => {
    const those = all.filter((one) => one.status === status);
    if (those.length === 0) return null;
    return (
      <section key={status} aria-labelledby={status} className="mt-10">
        <h2 id={status} className="border-b border-line pb-1.5 font-semibold">
          {title}
        </h2>
        <p className="mt-1.5 text-sm text-soft">{says}</p>
        <ul className="mt-1">
          {those.map((one) => (
            <Line key={one.id} one={one} />
          ))}
        </ul>
      </section>
    );
  });
}

function Line({ one: { id, name, hasPage, times, concept } }: { one: Misunderstood }) {
  return (
    <li className="flex min-h-11 items-baseline justify-between gap-4 py-2">
      <span className="min-w-0">
        {hasPage ? (
          <PageLink href={`/misconceptions/${id}`} className="font-serif text-lg text-accent hover:underline">
            {name}
          </PageLink>
        ) : (
          <span className="font-serif text-lg">{name}</span>
        )}
        {concept && <span className="block text-sm text-soft">{concept.title}</span>}
      </span>
      <span className="shrink-0 text-sm text-soft">{timesInWords(times)}</span>
    </li>
  );
}
