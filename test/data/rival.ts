import { recordReview } from "#app/_data/answers.ts";
import { database } from "#app/_data/client.ts";
import { endExam } from "#app/_data/exam-end.ts";
import type { Learner } from "#app/_data/learner.ts";
import { currentServing, findServing } from "#app/_data/servings.ts";
import { mark } from "#lib/grade/mark.ts";

/** What one of several processes that compete for a database is to do from `start` on. */
interface Rival {
  learner: Learner;
  /** The serving to answer, or the exam to end; without either, the current serving is asked for. */
  serving?: string;
  exam?: string;
  calls: number;
  /** Milliseconds since 1970, so that all begin together. */
  start: number;
  /** The time it is for the learner. */
  now: string;
}

const { learner, serving: id, exam, calls, start, now } = JSON.parse(process.env.RIVAL ?? "") as Rival;
const db = database();
const at = new Date(now);
const serving = id === undefined ? null : await findServing(db, learner.id, id);
await new Promise((resolve) => setTimeout(resolve, Math.max(0, start - Date.now())));

if (serving) {
  const verdict = { outcome: "right", read: "x", credit: 1, diagnosis: null } as const;
  const review = { answer: null, verdict, grade: "good", at, seconds: 7 } as const;
  const results = await Promise.all(Array.from({ length: calls }, () => recordReview(db, learner, serving, review)));
  console.log(results.filter(({ recorded }) => recorded).length);
} else if (exam !== undefined) {
  const reading = { now: at, uptime: 3600, boot: "another" };
  await Promise.all(Array.from({ length: calls }, () => endExam(db, learner, exam, reading, mark)));
} else {
  const served = await Promise.all(Array.from({ length: calls }, () => currentServing(db, learner, at)));
  console.log(served.map((one) => one?.id).join(" "));
}
await db.$disconnect();
