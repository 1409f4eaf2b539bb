import { Suspense } from "react";
import { leaveOutAction, moreMinutesAction, takeInAction } from "#app/_actions/exam-date.ts";
import type { ExamDate } from "#app/_data/exam-date.ts";
import type { ExamPage, Prospect } from "#app/_data/exam-outlook.ts";
import type { ConceptOutlook } from "#lib/schedule/exam-outlook.ts";
import { RecallPlot } from "./recall-plot.tsx";
import { RecallTable } from "./recall-table.tsx";
import { countOf, percent } from "./words.ts";

interface Props {
  exam: ExamPage;
  date: ExamDate;
  prospect: Prospect;
}

/** Where the plan leads, beside today and beside doing nothing; what to do where the time does not suffice. */
export function Outlook({ exam, date, prospect }: Props) {
  const { outlook, kept, overall } = prospect;
  const left = date.day - exam.today;
  return (
    <>
      <section aria-labelledby="outlook" className="mt-10">
        <h2 id="outlook" className="text-lg font-semibold">
          What you can expect to know
        </h2>
        {left === 0 ? (
          <p className="mt-1">Expected recall of what is asked: {percent(outlook.today)}.</p>
        ) : (
          <>
            <p className="mt-1">
              On the date {percent(outlook.withPlan)} of what is asked, with the plan kept every day; today{" "}
              {percent(outlook.today)}. If you stopped now, {percent(outlook.withoutStudy)} would be left on the date.
            </p>
            {kept < 1 && (
              <p className="mt-1 text-soft">
                That is of the {percent(kept)} of the exam that you study for. Over the whole of it, with what is left
                out as it stands: {percent(overall)}.
              </p>
            )}
            <div className="mt-4">
              <RecallPlot outlook={outlook} today={exam.today} />
            </div>
            <RecallTable outlook={outlook} />
          </>
        )}
      </section>
      {left > 0 && (
        <section aria-labelledby="enough" className="mt-10">
          <h2 id="enough" className="text-lg font-semibold">
            {outlook.suffices ? "The time suffices" : "The time does not suffice"}
          </h2>
          {outlook.suffices ? (
            <p className="mt-1">A missed day is no harm: the plan is made anew from whatever is, after every answer.</p>
          ) : (
            <TooLittle exam={exam} prospect={prospect} minutesPerDay={date.minutesPerDay} />
          )}
        </section>
      )}
      <LeftOut date={date} titles={exam.titles} />
    </>
  );
}

/** Concepts named as the first to leave out. */
const NAMED = 5;

function TooLittle({ exam, prospect, minutesPerDay }: { exam: ExamPage; prospect: Prospect; minutesPerDay: number }) {
  const { outlook } = prospect;
  const first = outlook.concepts.slice(0, outlook.concepts.length > 1 ? NAMED : 0);
  return (
    <>
      <p className="mt-1">
        {countOf(minutesPerDay, "minute")} a day are expected to bring {percent(outlook.withPlan)}, not the{" "}
        {percent(exam.wanted)} that your settings ask for
        {outlook.unbegun > 0 && `; ${countOf(outlook.unbegun, "question")} would not be begun at all`}.
      </p>
      <Suspense fallback={<p className="mt-3 min-h-11 text-soft">Reckoning how many minutes would do …</p>}>
        <MoreMinutes prospect={prospect} />
      </Suspense>
      {first.length > 0 && (
        <>
          <h3 className="mt-6 font-medium">Or leave out, least worth its minutes first</h3>
          <ul className="mt-1">
            {first.map((concept) => (
              <Drop key={concept.conceptId} concept={concept} title={exam.titles.get(concept.conceptId) ?? ""} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

async function MoreMinutes({ prospect }: { prospect: Prospect }) {
  const needed = await prospect.minutesNeeded();
  if (needed === null)
    return (
      <p className="mt-3">Not even four hours a day would do it: something has to be left out, or the day moved.</p>
    );
  const minutes = Math.ceil(needed / 5) * 5;
  return (
    <form action={moreMinutesAction} className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <p>About {countOf(needed, "minute")} a day would do.</p>
      <input type="hidden" name="minutes" value={minutes} />
      <button
        type="submit"
        className="min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium"
      >
        Make it {countOf(minutes, "minute")} a day
      </button>
    </form>
  );
}

function Drop({ concept, title }: { concept: ConceptOutlook; title: string }) {
  const { conceptId, share, minutes, withPlan } = concept;
  const takes =
    minutes < 1
      ? "no time for it as it is"
      : `${countOf(Math.round(minutes), "minute")} until the date, for ${percent(withPlan)} recall`;
  return (
    <li className="flex items-center justify-between gap-4 border-b border-line py-1.5">
      <div className="min-w-0">
        {title}
        <span className="block text-sm text-soft">
          {percent(share)} of the exam; {takes}
        </span>
      </div>
      <form action={leaveOutAction} className="shrink-0">
        <input type="hidden" name="concept" value={conceptId} />
        <button type="submit" className="min-h-11 cursor-pointer px-2 text-accent underline underline-offset-2">
          Leave out <span className="sr-only">{title}</span>
        </button>
      </form>
    </li>
  );
}

function LeftOut({ date, titles }: { date: ExamDate; titles: ReadonlyMap<string, string> }) {
  const known = date.leftOut.filter((id) => titles.has(id));
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="out" className="mt-10">
      <h2 id="out" className="text-lg font-semibold">
        Left out
      </h2>
      <p className="mt-1 text-soft">Not asked until the date, but for what something else builds on.</p>
      <ul className="mt-1">
        {known.map((id) => (
          <li key={id} className="flex items-center justify-between gap-4 border-b border-line py-1.5">
            <span className="min-w-0">{titles.get(id)}</span>
            <form action={takeInAction} className="shrink-0">
              <input type="hidden" name="concept" value={id} />
              <button type="submit" className="min-h-11 cursor-pointer px-2 text-accent underline underline-offset-2">
                Take in again <span className="sr-only">{titles.get(id)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
