import type { Metadata } from "next";
import { keepGoingAction } from "#app/_actions/session.ts";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner, type Learner } from "#app/_data/learner.ts";
import { readSummary, readWhatIsLeft, type SessionReport, type WhatIsLeft } from "#app/_data/summary.ts";
import { Key } from "#app/_ui/key.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { StartKey } from "#app/start-key.tsx";
import { dateInWords, inDays, timeInWords } from "../schedule-words.ts";

export const metadata: Metadata = { title: "Session" };

export default async function DonePage() {
  const db = database();
  const learner = await currentLearner(db);
  const now = new Date();
  const summary = await readSummary(db, learner, now);
  const left = await readWhatIsLeft(db, learner, now);
  return (
    <>
      <SiteHeader current="/drill/done" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">
          {left.planned > 0 ? "So far" : "That is it for today"}
        </h1>
        {summary?.today ? (
          <Report summary={summary} />
        ) : (
          <p className="mt-3 text-soft">Nothing was answered today yet.</p>
        )}
        <WhatNext left={left} learner={learner} now={now} />
      </main>
    </>
  );
}

function Report({ summary }: { summary: SessionReport }) {
  const { answers, right, minutes, learnt, lapses, improved, returns, day } = summary;
  return (
    <>
      <p className="mt-3 font-serif text-xl text-soft">
        {answers} {answers === 1 ? "answer" : "answers"}, {right} right, in {Math.max(1, Math.round(minutes))} min.
      </p>
      <Items title="Learnt" ids={learnt} summary={summary} />
      <Items title="Slipped, and asked again" ids={lapses} summary={summary} />
      <Items title="Firmer than before" ids={improved} summary={summary} />
      {returns.length > 0 && (
        <section aria-labelledby="returns" className="mt-8">
          <h2 id="returns" className="font-semibold">
            Coming back
          </h2>
          <table className="mt-2 w-full">
            <tbody>
              {returns.map((group) => (
                <tr key={group.day} className="border-t border-line">
                  <th scope="row" className="py-2 pr-4 text-left font-normal">
                    {inDays(group.day - day)} <span className="text-sm text-soft">{dateInWords(group.date)}</span>
                  </th>
                  <td className="py-2 text-end">
                    {group.items.length} {group.items.length === 1 ? "question" : "questions"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function Items({ title, ids, summary }: { title: string; ids: string[]; summary: SessionReport }) {
  if (ids.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="font-semibold">{title}</h2>
      <ul className="mt-1">
        {ids.map((id) => {
          const item = summary.items.get(id);
          return (
            item && (
              <li key={id} className="flex flex-wrap gap-x-2 py-1">
                <PageLink href={`/notes/${item.concept.id}`} className="hover:text-accent">
                  {item.concept.title}
                </PageLink>
                <span className="text-soft">{item.title}</span>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

function WhatNext({ left, learner, now }: { left: WhatIsLeft; learner: Learner; now: Date }) {
  if (left.planned > 0)
    return (
      <div className="mt-10">
        <PageLink
          href="/drill"
          className="inline-flex min-h-11 items-center rounded-control bg-accent px-6 py-3 font-medium text-on-accent"
        >
          Go on, {left.planned} left
          <Key name="Enter" onAccent />
        </PageLink>
        <StartKey href="/drill" />
      </div>
    );
  const beyond = [left.due > 0 && `${left.due} due`, left.new > 0 && `${left.new} new`].filter(Boolean);
  if (beyond.length > 0)
    return (
      <form action={keepGoingAction} className="mt-10">
        <p className="text-soft">
          Today’s {learner.minutesPerDay} minutes or new questions are used up. Waiting: {beyond.join(", ")}.
        </p>
        <button
          type="submit"
          className="mt-3 min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium"
        >
          Keep going
        </button>
      </form>
    );
  if (!left.nextDue) return null;
  return (
    <p className="mt-10 text-soft">Next: {timeInWords(left.nextDue, contextOf(learner, now).utcOffsetMinutes)}.</p>
  );
}
