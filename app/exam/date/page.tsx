import type { Metadata } from "next";
import { database } from "#app/_data/client.ts";
import { type ExamPage, readExamPage } from "#app/_data/exam-outlook.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { dateInWords } from "#app/drill/schedule-words.ts";
import { studyDayDate } from "#lib/schedule/study-day.ts";
import { After } from "./after.tsx";
import { Changes } from "./changes.tsx";
import { DateForm } from "./date-form.tsx";
import { Outlook } from "./outlook.tsx";
import { countOf } from "./words.ts";

export const metadata: Metadata = { title: "Exam date" };

export default async function ExamDatePage() {
  const db = database();
  const exam = await readExamPage(db, await currentLearner(db), new Date());
  const { date, today, prospect, after, areas, minutesPerDay, change } = exam;
  const past = date !== null && date.day < today;
  const coming = date && !past ? date : null;
  return (
    <>
      <SiteHeader current="/exam/date" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">{headline(exam)}</h1>
        <p className="mt-3 font-serif text-xl leading-relaxed text-soft">{explain(exam)}</p>
        {coming && prospect && <Outlook exam={exam} date={coming} prospect={prospect} />}
        {coming && !prospect && (
          <p className="mt-6">The bank has no question of the areas that this exam asks about.</p>
        )}
        {past && after && <After after={after} minutesPerDay={exam.minutesPerDay} />}
        <section aria-labelledby="set" className="mt-12">
          <h2 id="set" className="text-lg font-semibold">
            {coming ? "Change it" : past ? "The next date" : "Set a date"}
          </h2>
          <DateForm
            today={studyDayDate(today)}
            date={coming ? studyDayDate(coming.day) : ""}
            minutesPerDay={minutesPerDay}
            areas={areas}
            weights={coming?.weights ?? null}
            isSet={coming !== null}
          />
        </section>
        <Changes date={date} change={change} />
      </main>
    </>
  );
}

function headline({ date, today }: ExamPage): string {
  if (!date) return "Exam date";
  if (date.day < today) return "After the exam";
  if (date.day === today) return "Exam today";
  return `Exam in ${countOf(date.day - today, "day")}`;
}

function explain({ date, today }: ExamPage): string {
  if (!date)
    return "Until a date, each day’s minutes go to what adds most to what you will know on it: reviews early or late, new questions as long as they pay.";
  const day = dateInWords(studyDayDate(date.day));
  if (date.day < today) return `It was on ${day}. Days are planned as ever again.`;
  const minutes = countOf(date.minutesPerDay, "minute");
  return date.day === today ? `Up to ${minutes} before it, if you like.` : `On ${day}; ${minutes} a day until then.`;
}
