import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { type ReactNode, Suspense } from "react";
import { database } from "#app/_data/client.ts";
import { findExam } from "#app/_data/exam-sittings.ts";
import { currentLearner, utcOffsetMinutes } from "#app/_data/learner.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { clock } from "#app/challenges/words.ts";
import { titleOf } from "../../blueprint-form.ts";
import { endOverdue } from "../../end.ts";
import { momentInWords } from "../../moment-in-words.ts";
import { readReport, type Report } from "../../present-report.ts";
import { AreaTable } from "./area-table.tsx";
import { Certainty } from "./certainty.tsx";
import { Misconceptions } from "./misconceptions.tsx";
import { NextSteps } from "./next-steps.tsx";
import { ProgramList } from "./program-list.tsx";
import { QuestionList } from "./question-list.tsx";
import { ReadinessNow } from "./readiness-now.tsx";
import { Result } from "./result.tsx";
import { TimeUse } from "./time-use.tsx";

export const metadata: Metadata = { title: "Exam report" };

export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const exam = await findExam(db, learner.id, id);
  if (exam && !exam.ended) redirect(`/exam/${id}`);
  const report = exam && (await readReport(db, learner, id));
  if (!report) notFound();
  const { startedAt } = report.exam;
  return (
    <>
      <SiteHeader current="/exam" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <p className="text-sm text-soft print:hidden">
          <PageLink href="/exam" className="underline underline-offset-2 hover:text-ink">
            Mock exams
          </PageLink>
        </p>
        <h1 className="mt-1 font-serif text-4xl font-semibold tracking-tight">{titleOf(report.exam.preset)}</h1>
        <p className="mt-2 text-soft">
          {momentInWords(startedAt, utcOffsetMinutes(learner.timeZone, startedAt))}. {howItEnded(report)}
        </p>
        <Result report={report} />
        <Section id="next" title="What to do next">
          <NextSteps report={report} />
        </Section>
        {report.programs.length > 0 && (
          <Section id="challenges" title="Challenges">
            <ProgramList report={report} />
          </Section>
        )}
        {report.answers.length > 0 && (
          <>
            <Section id="areas" title="By area">
              <AreaTable report={report} />
            </Section>
            <Section id="readiness" title="Readiness today">
              <Suspense fallback={<p className="mt-1 text-soft">Being reckoned …</p>}>
                <ReadinessNow report={report} now={new Date()} />
              </Suspense>
            </Section>
          </>
        )}
        {report.score.calibration.length > 0 && (
          <Section id="certainty" title="How sure you were, and how often right">
            <Certainty score={report.score} />
          </Section>
        )}
        {report.score.misconceptions.length > 0 && (
          <Section id="misconceptions" title="Misconceptions met">
            <Misconceptions report={report} />
          </Section>
        )}
        {report.answers.length > 0 && (
          <>
            <Section id="time" title="Time">
              <TimeUse report={report} />
            </Section>
            <Section id="questions" title="Questions">
              <QuestionList report={report} />
            </Section>
          </>
        )}
        {report.exam.notes.length > 0 && (
          <Section id="notes" title="What the bank could not give">
            {report.exam.notes.map((note) => (
              <p key={note} className="mt-1 text-soft">
                {note}
              </p>
            ))}
          </Section>
        )}
      </main>
    </>
  );
}

function howItEnded({ exam: { ended, startedAt, limit } }: Report): string {
  const seconds = ended ? (ended.at.getTime() - startedAt.getTime()) / 1000 : 0;
  return ended?.how === "handed_in"
    ? `Handed in after ${clock(seconds)} of ${clock(limit)}.`
    : `Ended by its time, ${clock(limit)}.`;
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-12">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}
