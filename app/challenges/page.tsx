import type { Metadata } from "next";
import { type ChallengeWork, listWork, solvedOn } from "#app/_data/challenge-work.ts";
import { listChallenges, listChallengesByArea } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { listCodeTasks } from "#app/_data/code-tasks.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { dayInWords } from "#app/misconceptions/words.ts";
import type { ChallengeDocument } from "#lib/challenge/document.ts";
import type { ScheduleContext } from "#lib/schedule/card.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import { CodeTasks } from "./code-tasks.tsx";
import { LEVELS, tagInWords } from "./words.ts";

export const metadata: Metadata = { title: "Challenges" };

export default async function ChallengesPage() {
  const db = database();
  const learner = await currentLearner(db);
  const areas = await listChallengesByArea(db);
  const work = await listWork(db, learner.id);
  const now = new Date();
  const context = contextOf(learner, now);
  const tasks = await listCodeTasks(db, learner, listChallenges(), now);
  return (
    <>
      <SiteHeader current="/challenges" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Challenges</h1>
        {areas.length === 0 ? (
          <p className="mt-3 text-soft">
            There are no challenges yet. Each is a folder of content/, and appears here once it is there.
          </p>
        ) : (
          <p className="mt-3 text-soft">
            Write a layer, a loss or an optimizer in Python with NumPy or in TypeScript, and have it tested.
          </p>
        )}
        <CodeTasks tasks={tasks} heading="To do now" language={learner.challengeLanguage} />
        {areas.map(({ id, title, challenges }) => (
          <section key={id} aria-labelledby={id} className="mt-10">
            <h2 id={id} className="border-b border-line pb-1.5 font-semibold">
              {title}
            </h2>
            <ul className="mt-1">
              {challenges.map(({ document }) => (
                <Line key={document.id} document={document} work={work.get(document.id) ?? null} context={context} />
              ))}
            </ul>
          </section>
        ))}
      </main>
    </>
  );
}

interface LineProps {
  document: ChallengeDocument;
  work: ChallengeWork | null;
  context: ScheduleContext;
}

function Line({ document: { id, title, level, minutes, tags }, work, context }: LineProps) {
  return (
    <li className="flex min-h-11 flex-wrap items-baseline justify-between gap-x-4 py-2">
      <span className="min-w-0">
        <PageLink href={`/challenges/${id}`} className="font-serif text-lg text-accent hover:underline">
          {title}
        </PageLink>
        <span className="block text-sm text-soft">
          {[LEVELS[level - 1], `${minutes} min`, ...tags.map(tagInWords)].join(" · ")}
        </span>
      </span>
      <span className="shrink-0 text-sm text-soft">{stateOf(work, context)}</span>
    </li>
  );
}

function stateOf(work: ChallengeWork | null, context: ScheduleContext) {
  if (!work) return "New";
  const solved = solvedOn(work);
  if (!solved) return work.gaveUpAt ? "Begun, solution seen" : "Begun";
  const day = dayInWords(studyDay(solved, context), studyDay(context.now, context));
  return <span className="text-correct">✓ Solved on {day}</span>;
}
