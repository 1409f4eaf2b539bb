import "server-only";
import { type Form, formFromText, minutesOf, WHOLE } from "#lib/challenge/form.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import { ENOUGH_RIGHT } from "#lib/schedule/prerequisites.ts";
import { readRounds } from "./challenge-rounds.ts";
import { listWork, solvedOn } from "./challenge-work.ts";
import type { Db } from "./client.ts";
import type { Learner } from "./learner.ts";

/** A challenge to be worked on, with what is asked of it. */
export interface CodeTask {
  challenge: Challenge;
  form: Form;
  minutes: number;
  /** `begun`: its round goes on; `due`: its next round may begin; `new`: it was never begun. */
  state: "begun" | "due" | "new";
}

/** Rounds that go on, then challenges that are due, those due longest first. */
export async function listCodeTasks(
  db: Db,
  learner: Learner,
  challenges: readonly Challenge[],
  now: Date,
): Promise<CodeTask[]> {
  const works = await listWork(db, learner.id);
  const begun = challenges.flatMap((challenge) => {
    const work = works.get(challenge.slug);
    return work ? [{ challenge, work }] : [];
  });
  const rounds = await readRounds(db, learner, begun, now);
  const found: { task: CodeTask; since: number }[] = [];
  for (const [i, { challenge, work }] of begun.entries()) {
    const { card, due } = rounds[i];
    const form = due ?? (work.gradedBy === null ? formFromText(work.form, challenge) : null);
    if (!form) continue;
    const state = due ? "due" : "begun";
    const since = due && card ? card.due.getTime() : 0;
    found.push({ task: { challenge, form, minutes: minutesOf(challenge, form), state }, since });
  }
  return found.sort((a, b) => a.since - b.since).map(({ task }) => task);
}

/**
 * A challenge never begun that is worth beginning: what it needs is met, and of those the one whose concept was drilled
 * most, then the easiest. Null when there is none.
 */
export async function suggestChallenge(
  db: Db,
  learnerId: string,
  challenges: readonly Challenge[],
): Promise<CodeTask | null> {
  const works = await listWork(db, learnerId);
  const { right, placed } = await rightByConcept(db, learnerId);
  const isSolved = (slug: string) => solvedOn(works.get(slug)) !== null;
  const met = (need: string) => isSolved(need) || placed.has(need) || (right.get(need) ?? 0) >= ENOUGH_RIGHT;
  const open = challenges.filter(({ slug, document }) => !works.has(slug) && document.needs.every(met));
  const drilled = ({ document }: Challenge) => right.get(document.concept) ?? 0;
  const [best] = open.sort((a, b) => drilled(b) - drilled(a) || a.document.level - b.document.level);
  return best ? { challenge: best, form: WHOLE, minutes: minutesOf(best, WHOLE), state: "new" } : null;
}

/** How many questions of each concept were answered right unaided, and the concepts that a placement passed. */
async function rightByConcept(
  db: Db,
  learnerId: string,
): Promise<{ right: Map<string, number>; placed: ReadonlySet<string> }> {
  const rows = await db.$queryRaw<{ conceptId: string; right: bigint; placed: bigint }[]>`
    SELECT i.conceptId, sum(c.rightUnaided) AS "right", max(c.placed) AS placed
    FROM Card c JOIN Item i ON i.id = c.itemId
    WHERE c.learnerId = ${learnerId} AND i.kind <> 'code' GROUP BY i.conceptId`;
  return {
    right: new Map(rows.map((row) => [row.conceptId, Number(row.right)])),
    placed: new Set(rows.filter(({ placed }) => Number(placed) === 1).map(({ conceptId }) => conceptId)),
  };
}
