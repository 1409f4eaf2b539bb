import { database } from "#app/_data/client.ts";
import { findOpenExam, secondsLeft } from "#app/_data/exam-sittings.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { readClock } from "./read-clock.ts";
import { count } from "./words.ts";

/** Says that an exam goes on, with the way back to it; nothing where none does. */
export async function ExamNow({ learnerId }: { learnerId: string }) {
  const exam = await findOpenExam(database(), learnerId);
  if (!exam) return null;
  return (
    <p className="mt-6 rounded-card border border-line bg-card px-5 py-4">
      A mock exam goes on, {count(Math.ceil(secondsLeft(exam, readClock()) / 60), "minute")} left.{" "}
      <PageLink href={`/exam/${exam.id}`} className="text-accent underline underline-offset-2">
        Go on with it
      </PageLink>
    </p>
  );
}
