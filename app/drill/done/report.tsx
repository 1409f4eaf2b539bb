import type { SessionReport, WhatIsLeft, WrongItem } from "#app/_data/summary.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { inDays, PRACTICE } from "../schedule-words.ts";

/** Fewer answers that one was sure of than this say nothing. */
const ENOUGH_SURE = 5;

/** A session in the few lines that one wants to read of it. */
export function Report({ summary, tomorrow }: { summary: SessionReport; tomorrow: WhatIsLeft["tomorrow"] }) {
  const { answers, right, minutes, learnt, wrong, sure, misunderstandings, session } = summary;
  const wentWrong = new Set(wrong.map(({ itemId }) => itemId));
  return (
    <>
      <p className="mt-3 font-serif text-xl text-soft">
        {answers === 0
          ? "No answer was given."
          : `${answers} ${answers === 1 ? "answer" : "answers"}, ${right} right, in ${Math.max(1, Math.round(minutes))} min.`}
      </p>
      {sure.answers >= ENOUGH_SURE && (
        <p className="mt-1 text-soft">
          You were sure of {sure.answers}; {sure.right} of them were right.{" "}
          <PageLink href="/progress" className="text-accent underline underline-offset-2">
            Over all sessions
          </PageLink>
        </p>
      )}
      <Items
        title="Wrong, and why"
        summary={summary}
        items={wrong.map((one) => ({ id: one.itemId, says: reasonOf(one, summary) }))}
      />
      {misunderstandings.length > 0 && (
        <section className="mt-8">
          <h2 className="font-semibold">Misunderstandings met</h2>
          <ul className="mt-1">
            {misunderstandings.map(({ id, name, conceptId, times, hasPage }) => (
              <li key={id} className="py-1">
                <PageLink
                  href={hasPage ? `/misconceptions/${id}` : `/notes/${conceptId}`}
                  className="hover:text-accent"
                >
                  {name}
                </PageLink>
                {times > 1 && <span className="text-soft"> {times} times</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Items
        title="New, and right"
        summary={summary}
        items={learnt.filter((id) => !wentWrong.has(id)).map((id) => ({ id, says: null }))}
      />
      <section className="mt-8">
        <h2 className="font-semibold">Coming back</h2>
        <p className="mt-1">
          {session.mode === "cram" && `${PRACTICE} `}
          {tomorrow.questions === 0
            ? "Nothing tomorrow."
            : `Tomorrow: ${count(tomorrow.questions)}, about ${Math.max(1, Math.round(tomorrow.minutes))} min.`}
        </p>
        {summary.returns.length > 0 && <p className="mt-1 text-soft">Of these answers: {returnsOf(summary)}.</p>}
      </section>
    </>
  );
}

interface ItemsProps {
  title: string;
  items: { id: string; says: string | null }[];
  summary: SessionReport;
}

function Items({ title, items, summary }: ItemsProps) {
  if (items.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="font-semibold">{title}</h2>
      <ul className="mt-1">
        {items.map(({ id, says }) => {
          const item = summary.items.get(id);
          return (
            item && (
              <li key={id} className="py-1">
                <PageLink href={`/notes/${item.concept.id}`} className="hover:text-accent">
                  {item.concept.title}
                </PageLink>{" "}
                <span className="text-soft">{item.title}</span>
                {says && <span className="block text-sm text-soft">{says}</span>}
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

function reasonOf({ sure, gaveUp, misconception }: WrongItem, { misunderstandings }: SessionReport): string | null {
  const name = misunderstandings.find(({ id }) => id === misconception)?.name;
  const why = name ? `“${name}”` : gaveUp ? "not known yet" : null;
  if (!sure) return why;
  return `You were sure${why ? `: ${why}` : ""}. It comes back within three days, and first.`;
}

/** "3 today, 5 tomorrow, 2 in 9 days" */
function returnsOf({ returns, day }: SessionReport): string {
  return returns.map((group) => `${group.items.length} ${inDays(group.day - day)}`).join(", ");
}

function count(questions: number): string {
  return `${questions} ${questions === 1 ? "question" : "questions"}`;
}
