import { PageLink } from "#app/_ui/page-link.tsx";
import { backToDailyAction } from "#app/_actions/session.ts";
import { listChallenges } from "#app/_data/challenges.ts";
import { database, type Db } from "#app/_data/client.ts";
import { type CodeTask, listCodeTasks, suggestChallenge } from "#app/_data/code-tasks.ts";
import { currentLearner, type Learner } from "#app/_data/learner.ts";
import { listNotes, type NoteArea } from "#app/_data/notes.ts";
import { placementOffer } from "#app/_data/placement-report.ts";
import { type Back, readToday, type TodayNumbers } from "#app/_data/today.ts";
import { Key } from "#app/_ui/key.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { CodeTasks } from "./challenges/code-tasks.tsx";
import { timeInWords } from "./drill/schedule-words.ts";
import { endOverdue } from "./exam/end.ts";
import { ExamNow } from "./exam/exam-now.tsx";
import { CramArea } from "./cram-area.tsx";
import { ExamLine } from "./exam/date/exam-line.tsx";
import { MetSoFar } from "./misconceptions/met-here.tsx";
import { PlacementOffer } from "./placement/offer.tsx";
import { StartKey } from "./start-key.tsx";
import { TimeZone } from "./time-zone.tsx";

export default async function TodayPage() {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const now = new Date();
  const today = await readToday(db, learner, now);
  const tasks = await codeToday(db, learner, now);
  const areas = await listNotes(db, learner.id);
  return (
    <>
      <SiteHeader current="/" />
      <TimeZone known={learner.timeZone} />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">{headline(today)}</h1>
        <p className="mt-3 font-serif text-xl leading-relaxed text-soft">{explain(today)}</p>
        {today.back && <p className="mt-3 text-soft">{comeBack(today.back)}</p>}
        <ExamNow learnerId={learner.id} />
        <ExamLine line={today.exam} />
        {today.scoped?.scope && <ScopedNow id={today.scoped.id} title={today.scoped.scope.title} />}
        <div className="mt-8">
          <PageLink
            href="/drill"
            className="inline-flex min-h-11 items-center rounded-control bg-accent px-6 py-3 font-medium text-on-accent"
          >
            {today.begun || today.scoped ? "Go on" : "Start"}
            <Key name="Enter" onAccent />
          </PageLink>
          <StartKey href="/drill" />
        </div>
        <PlacementOffer offer={await placementOffer(db, learner, today.answered)} />
        <CodeTasks tasks={tasks} heading="To write" language={learner.challengeLanguage} />
        <section aria-labelledby="ground" className="mt-16">
          <h2 id="ground" className="font-semibold">
            The ground so far
          </h2>
          <p className="mt-1 text-sm text-soft">
            {today.answered} of {today.bank} questions met. A concept opens when what it builds on was answered right.
          </p>
          <MetSoFar />
          <div className="mt-5 grid gap-x-10 gap-y-7 sm:grid-cols-2">
            {areas.map((area) => (
              <Area key={area.id} area={area} />
            ))}
          </div>
        </section>
      </main>
    </>
  );
}

/** Most challenges that the page of the day names. */
const MOST_TASKS = 3;

/** What is begun or due and, where that is nothing, a challenge worth beginning. */
async function codeToday(db: Db, learner: Learner, now: Date): Promise<CodeTask[]> {
  const challenges = listChallenges();
  const tasks = await listCodeTasks(db, learner, challenges, now);
  const suggested = tasks.length === 0 ? await suggestChallenge(db, learner.id, challenges) : null;
  return suggested ? [suggested] : tasks.slice(0, MOST_TASKS);
}

/** A session of some concepts goes on: what "Go on" leads to, and the way back. */
function ScopedNow({ id, title }: { id: string; title: string }) {
  return (
    <form action={backToDailyAction} className="mt-6 rounded-card border border-line bg-card px-5 py-4">
      <input type="hidden" name="session" value={id} />
      <p>“{title}” alone is being asked at the moment.</p>
      <button type="submit" className="min-h-11 cursor-pointer text-accent underline underline-offset-2">
        Back to today’s drill
      </button>
    </form>
  );
}

function Area({ area }: { area: NoteArea }) {
  return (
    <div className="min-w-0">
      <h3 className="border-b border-line pb-1.5 text-sm font-medium text-soft">{area.title}</h3>
      <ul className="mt-1.5">
        {area.notes.map(({ id, title, items, right }) => (
          <li key={id}>
            <PageLink
              href={`/notes/${id}`}
              className="flex items-baseline justify-between gap-4 py-1.5 hover:text-accent"
            >
              <span className="min-w-0">{title}</span>
              <span className="shrink-0 text-sm text-soft tabular-nums">
                {right}
                <span aria-hidden> / </span>
                <span className="sr-only"> of </span>
                {items}
                <span className="sr-only"> right unaided</span>
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
      <CramArea area={area} />
    </div>
  );
}

function comeBack({ awayDays, longestOverdue, probes, days }: Back): string {
  const why =
    awayDays === null
      ? `Reviews have piled up; the longest has waited ${count(longestOverdue, "day")}.`
      : `You were away ${count(awayDays, "day")}.`;
  const over = `spread over ${count(days, "day")}`;
  if (probes === 0) return `${why} What waited is ${over}.`;
  return `${why} First ${count(probes, "question")} to see what stayed, then the rest, ${over}.`;
}

function count(n: number, thing: string): string {
  return `${n} ${n === 1 ? thing : `${thing}s`}`;
}

function headline({ due, learning, new: fresh, minutes, exam, begun }: TodayNumbers): string {
  if (due + learning + fresh === 0) return exam?.kind === "before" && begun ? "Done for today" : "Nothing is due";
  return `About ${Math.max(1, Math.round(minutes))} minutes`;
}

function explain(today: TodayNumbers): string {
  const { due, learning, new: fresh, nextDue, exam } = today;
  if (due + learning + fresh === 0)
    return nextDue
      ? `The next question comes ${timeInWords(nextDue, today.utcOffsetMinutes)}.`
      : "The bank is empty; import material to begin.";
  const parts = [
    due > 0 && `${due} ${exam?.kind === "before" ? "to review" : "due"}`,
    learning > 0 && `${learning} to settle`,
    fresh > 0 && `${fresh} new`,
  ].filter(Boolean);
  return `${parts.join(", ")}.`;
}
