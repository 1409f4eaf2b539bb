// What stands between one question and the next after years of use: 10,000 cards and 200,000 answers.
import { nextAction } from "#app/_actions/drill.ts";
import { undoLatest } from "#app/_data/answers.ts";
import { database } from "#app/_data/client.ts";
import { setExamDate, studyDayOf } from "#app/_data/exam-date.ts";
import { contextOf, currentLearner } from "#app/_data/learner.ts";
import { listNotes } from "#app/_data/notes.ts";
import { planSession, queueInput } from "#app/_data/queue.ts";
import { currentServing, setAsideOpen } from "#app/_data/servings.ts";
import { openSession } from "#app/_data/sessions.ts";
import { readSummary, readWhatIsLeft } from "#app/_data/summary.ts";
import { readToday } from "#app/_data/today.ts";
import { plan } from "#lib/schedule/queue.ts";
import { createClient } from "@libsql/client";
import { fillLongHistory } from "./long-history.ts";
import { type Measured, options, print, timed } from "./report.ts";
import { temporaryDatabase } from "./temporary-database.ts";

const { json, smoke } = options();
const SIZE = smoke
  ? { concepts: 6, cards: 40, fresh: 20, answers: 200, days: 10, misconceptions: 10, misunderstood: 2 }
  : {
      concepts: 250,
      cards: 10_000,
      fresh: 1000,
      answers: 200_000,
      days: 1500,
      misconceptions: 300,
      misunderstood: 30,
    };
const RUNS = smoke ? 2 : 50;

const databaseFile = await temporaryDatabase();
const client = createClient({ url: `file:${databaseFile}`, concurrency: 1 });
await fillLongHistory(client, "you", SIZE, new Date());
client.close();

const db = database();
const learner = { ...(await currentLearner(db)), minutesPerDay: 600 };
await db.settings.update({ where: { learnerId: learner.id }, data: { minutesPerDay: learner.minutesPerDay } });
const now = new Date();
const session = await openSession(db, learner.id, now, contextOf(learner, now));
if (!session) throw new Error("There is no session of today");
const close = () => setAsideOpen(db, learner.id);
const input = await queueInput(db, learner, session, now);

type Work = { what: string; before?: () => Promise<void>; run: () => unknown };
const work: Work[] = [
  { what: "next question, as the page asks for it", before: close, run: nextAction },
  { what: "  choosing and opening it", before: close, run: () => currentServing(db, learner, now) },
  { what: "  reading the queue's input", run: () => queueInput(db, learner, session, now) },
  { what: "  planning", run: () => plan(input) },
  { what: "  planning without a budget", run: () => plan({ ...input, budgetMinutes: null, newPerDay: null }) },
  { what: "the numbers of today", run: () => readToday(db, learner, now) },
  { what: "the notes with what was right", run: () => listNotes(db, learner.id) },
  { what: "summary of the last session", run: () => readSummary(db, learner, now) },
  { what: "what is left of the day", run: () => readWhatIsLeft(db, learner, now) },
  { what: "undo", run: () => undoLatest(db, learner, session, now) },
];
const measured = await measure(work);

// The same learner, six weeks before an exam.
const examDay = studyDayOf(learner, now) + 42;
await setExamDate(db, learner, { day: examDay, minutesPerDay: 600, weights: null, leftOut: [] }, now);
const examInput = await queueInput(db, learner, session, now);
const ofTwoThousand = {
  ...examInput,
  cards: examInput.cards.slice(0, Math.round(SIZE.cards / 10)),
  newItems: examInput.newItems.slice(0, SIZE.fresh),
};
const beforeExam = await measure([
  { what: "before an exam: next question, as the page asks for it", before: close, run: nextAction },
  { what: "  choosing and opening it", before: close, run: () => currentServing(db, learner, now) },
  { what: "  reading the queue's input", run: () => queueInput(db, learner, session, now) },
  { what: "  planning", run: () => planSession({ ...examInput }) },
  {
    what: `  planning ${ofTwoThousand.cards.length + ofTwoThousand.newItems.length} items`,
    run: () => planSession({ ...ofTwoThousand }),
  },
]);
await db.$disconnect();
print(`${SIZE.cards} cards, ${SIZE.answers} answers, ${SIZE.fresh} new items`, [...measured, ...beforeExam], json);

/** Each piece of work so many times, interleaved, so that whatever else the machine does falls on all alike. */
async function measure(pieces: readonly Work[]): Promise<Measured[]> {
  const times = pieces.map(({ what }): Measured => ({ what, times: [] }));
  for (let run = 0; run < RUNS; run++) {
    for (const [i, { what, before, run: does }] of pieces.entries()) {
      await before?.();
      const { result, milliseconds } = await timed(does);
      if (result === null) throw new Error(`${what}: nothing came of run ${run + 1}`);
      times[i].times.push(milliseconds);
    }
  }
  return times;
}
