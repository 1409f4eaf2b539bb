import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { database } from "#app/_data/client.ts";
import { readResults } from "#app/_data/exam-results.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { renderInline } from "#lib/text/markdown.ts";
import { endOverdue } from "../../../end.ts";
import { presentReviewed, presentReviewedProgram } from "../../../present-reviewed.ts";
import { Reviewed } from "./reviewed.tsx";
import { ReviewedProgram } from "./reviewed-program.tsx";

export const metadata: Metadata = { title: "A question of the exam" };

export default async function ReviewedPage({ params }: { params: Promise<{ id: string; place: string }> }) {
  const { id, place } = await params;
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const result = (await readResults(db, learner.id)).find(({ exam }) => exam.id === id);
  const number = /^[1-9]\d{0,2}$/.test(place) ? Number(place) : 0;
  const view = result && (await presentReviewed(db, learner, result, number - 1));
  const program = result && (await presentReviewedProgram(db, learner, result, number - 1));
  if (!result || !(view || program)) notFound();
  const places = result.answers.length + result.programs.length;
  const path = (to: number) => (to >= 1 && to <= places ? `/exam/${id}/report/${to}` : null);
  const beside = { back: path(number - 1), next: path(number + 1) };
  const where = (
    <p className="text-sm text-soft">
      <PageLink href={`/exam/${id}/report`} className="underline underline-offset-2 hover:text-ink">
        Report
      </PageLink>
      {` · question ${number} of ${places}`}
    </p>
  );
  return (
    <>
      <SiteHeader current="/exam" />
      {view && (
        <Reviewed key={number} view={view} title={renderInline(view.question.title)} {...beside}>
          {where}
        </Reviewed>
      )}
      {program && (
        <ReviewedProgram key={number} view={program} {...beside}>
          {where}
        </ReviewedProgram>
      )}
    </>
  );
}
