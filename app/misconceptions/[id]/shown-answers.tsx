import type { ShownAnswer, ShownProgram } from "#app/_data/misunderstood-answers.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import { renderInline } from "#lib/text/markdown.ts";
import { presentShown } from "../present-shown.ts";
import { dayInWords } from "../words.ts";

/** The learner's own answers that showed it, each with its question as it was asked, latest first. */
export function ShownAnswers({ answers, today }: { answers: (ShownAnswer | ShownProgram)[]; today: number }) {
  return (
    <section aria-labelledby="answers" className="mt-10">
      <h2 id="answers" className="font-semibold">
        Your answers that showed it
      </h2>
      <ol className="mt-2">
        {answers.map((answer) => (
          <li key={answer.seq} className="border-t border-line py-4">
            {"challenge" in answer ? <Program shown={answer} today={today} /> : <One answer={answer} today={today} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Program({ shown: { day, title, challenge, says }, today }: { shown: ShownProgram; today: number }) {
  return (
    <article>
      <p className="text-sm text-soft">
        {dayInWords(day, today)} · a challenge:{" "}
        <PageLink
          href={`/challenges/${challenge}`}
          className="inline-block py-1 text-accent underline underline-offset-2"
        >
          {title}
        </PageLink>
      </p>
      <p className="mt-2">
        Your program gave what it gives <RichSpan html={renderInline(says)} />.
      </p>
    </article>
  );
}

function One({ answer, today }: { answer: ShownAnswer; today: number }) {
  const { asked, yours, right } = presentShown(answer);
  return (
    <article>
      <p className="text-sm text-soft">
        {dayInWords(answer.day, today)} · {answer.title}
        {answer.certainty === 3 && " · you were sure"}
      </p>
      <RichText html={asked} className="prose prose-small mt-2" />
      <dl className="mt-3 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
        <dt className="text-sm text-wrong">
          <span aria-hidden>✕ </span>yours
        </dt>
        <dd className="min-w-0 scrolls-wide">
          <RichSpan html={yours} />
        </dd>
        <dt className="text-sm text-correct">
          <span aria-hidden>✓ </span>right
        </dt>
        <dd className="min-w-0 scrolls-wide">
          <RichSpan html={right} />
        </dd>
      </dl>
    </article>
  );
}
