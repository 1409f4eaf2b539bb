import type { Metadata } from "next";
import { beginExamAction } from "#app/_actions/exam.ts";
import { database } from "#app/_data/client.ts";
import { previewExams } from "#app/_data/exam-preview.ts";
import { countAnswered } from "#app/_data/exam-questions.ts";
import { readResults } from "#app/_data/exam-results.ts";
import { findOpenExam, secondsLeft } from "#app/_data/exam-sittings.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { Key } from "#app/_ui/key.tsx";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { StartKey } from "#app/start-key.tsx";
import { PRESETS } from "#lib/exam/blueprint.ts";
import { askedInWords, OFFERED, titleOf } from "./blueprint-form.ts";
import { CertaintyField } from "./certainty-field.tsx";
import { EarlierExams } from "./earlier-exams.tsx";
import { endOverdue } from "./end.ts";
import { readClock } from "./read-clock.ts";
import { count } from "./words.ts";

export const metadata: Metadata = { title: "Exams" };

export default async function ExamPage({ searchParams }: { searchParams: Promise<{ nothing?: string | string[] }> }) {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const { nothing } = await searchParams;
  const open = await findOpenExam(db, learner.id);
  const results = await readResults(db, learner.id);
  return (
    <>
      <SiteHeader current="/exam" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Mock exams</h1>
        <p className="mt-3 font-serif text-xl leading-relaxed text-soft">
          Questions with numbers never seen before, against the clock, and nothing said of right or wrong until the end.
        </p>
        {nothing !== undefined && (
          <p role="alert" className="mt-6 rounded-control bg-invalid-bg px-4 py-3 text-invalid">
            The bank has no question of what was asked for.
          </p>
        )}
        {open ? (
          <GoOn
            id={open.id}
            title={titleOf(open.preset)}
            minutes={Math.ceil(secondsLeft(open, readClock()) / 60)}
            answered={await countAnswered(db, open.id)}
          />
        ) : (
          <Begin
            previews={
              await previewExams(
                db,
                learner.id,
                OFFERED.map(({ preset }) => PRESETS[preset]),
              )
            }
          />
        )}
        <EarlierExams results={results} />
      </main>
    </>
  );
}

function GoOn({ id, title, minutes, answered }: { id: string; title: string; minutes: number; answered: number }) {
  return (
    <section aria-label="Exam that goes on" className="mt-8 rounded-card border border-line bg-card px-5 py-5">
      <p>
        <strong className="font-semibold">{title}</strong> goes on: {answered} answered, {minutes}{" "}
        {minutes === 1 ? "minute" : "minutes"} left.
      </p>
      <PageLink
        href={`/exam/${id}`}
        className="mt-4 inline-flex min-h-11 items-center rounded-control bg-accent px-6 py-3 font-medium text-on-accent"
      >
        Go on
        <Key name="Enter" onAccent />
      </PageLink>
      <StartKey href={`/exam/${id}`} />
    </section>
  );
}

/** What the bank can't give to these exams, behind a line. */
function Notes({ previews }: { previews: Previews }) {
  const told = previews.flatMap(({ notes }, i) => (notes.length > 0 ? [{ title: OFFERED[i].title, notes }] : []));
  if (told.length === 0) return null;
  return (
    <details className="mt-3 text-sm text-soft">
      <summary className="inline-block min-h-11 cursor-pointer py-3 hover:text-ink">
        What the bank can’t give yet …
      </summary>
      {told.map(({ title, notes }) => (
        <div key={title} className="pb-3">
          <h2 className="font-medium">{title}</h2>
          {notes.map((note) => (
            <p key={note} className="mt-1">
              {note}
            </p>
          ))}
        </div>
      ))}
    </details>
  );
}

type Previews = Awaited<ReturnType<typeof previewExams>>;

function Begin({ previews }: { previews: Previews }) {
  if (previews.every((preview) => askedInWords(preview) === ""))
    return <p className="mt-8 text-soft">The bank has no questions for an exam yet.</p>;
  return (
    <form action={beginExamAction} className="mt-8">
      <fieldset className="flex flex-col gap-2.5">
        <legend className="sr-only">Which exam</legend>
        {OFFERED.map(({ preset, title }, i) => {
          const { challenges, minutes, areas } = previews[i];
          if (askedInWords(previews[i]) === "") return null;
          return (
            <label
              key={preset}
              className="grid cursor-pointer grid-cols-[auto_1fr] items-baseline gap-x-3 rounded-control border-2 border-line bg-card px-4 py-3 has-[:checked]:border-accent has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent"
            >
              <input
                type="radio"
                name="preset"
                value={preset}
                defaultChecked={preset === "standard"}
                className="accent-accent"
              />
              <span className="font-medium">{title}</span>
              <span className="col-start-2 text-soft">
                {challenges > 0
                  ? `${askedInWords(previews[i])} in the minutes they are given, some ${minutes} together`
                  : `${askedInWords(previews[i])} in ${minutes} minutes, from ${count(areas.length, "area")}`}
              </span>
            </label>
          );
        })}
      </fieldset>
      <Notes previews={previews} />
      <CertaintyField />
      <div className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-2">
        <PrimaryButton type="submit">Begin; the time starts</PrimaryButton>
        <PageLink href="/exam/own" className="py-2.5 text-accent underline underline-offset-2">
          Compose one of your own
        </PageLink>
        <PageLink href="/exam/date" className="py-2.5 text-accent underline underline-offset-2">
          Plan until a date
        </PageLink>
      </div>
    </form>
  );
}
