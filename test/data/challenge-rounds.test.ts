import { beginRound, giveUp, readRound, takeBackGrade } from "#app/_data/challenge-rounds.ts";
import { findDrafts, findWork, maySeeSolution, saveDraft, takeChallengeHint } from "#app/_data/challenge-work.ts";
import { listCodeTasks, suggestChallenge } from "#app/_data/code-tasks.ts";
import { listNotes } from "#app/_data/notes.ts";
import { queueInput } from "#app/_data/queue.ts";
import { listMisunderstood } from "#app/_data/misunderstood.ts";
import { readShownAnswers } from "#app/_data/misunderstood-answers.ts";
import { softmax } from "#content/activations/challenges/softmax/cases.ts";
import { loadChallenge } from "../../scripts/challenge-files.ts";
import { after, answer, DAY, expect, MINUTE, NOON, type Place, test } from "./drill-test.ts";
import { submit } from "./judged.ts";

const challenge = loadChallenge(softmax);
const ITEM = "challenge/softmax";

const cardOf = ({ db }: Place) => db.card.findFirst({ where: { itemId: ITEM } });
const workOf = ({ db, ada }: Place) => findWork(db, ada.id, "softmax");
const roundAt = async (place: Place, days: number) =>
  readRound(place.db, place.ada, challenge, await workOf(place), after(days * DAY));

/** Study days from the first to the day a challenge is due. */
async function dueIn(place: Place): Promise<number> {
  const card = await cardOf(place);
  return card ? Math.round((card.due.getTime() - NOON.getTime()) / DAY) : NaN;
}

test("a challenge solved at the first go comes back in days", async ({ place }) => {
  await submit(place, { passed: true });
  expect(await dueIn(place)).toBeGreaterThanOrEqual(2);
  expect(await cardOf(place)).toMatchObject({ state: "review", reps: 1, rightUnaided: true, seconds: 60 });
});

test("a failed first submission counts, whatever follows in the round", async ({ place }) => {
  await submit(place);
  const card = await cardOf(place);
  expect(await dueIn(place)).toBe(1);
  await submit(place, { at: after(MINUTE), passed: true });
  expect(await cardOf(place)).toEqual(card);
  expect(await place.db.log.findMany({ where: { itemId: ITEM } })).toMatchObject([
    { kind: "review", grade: "again", seconds: 60, servingId: null, answer: { form: "whole", like: null } },
  ]);
  expect((await workOf(place)).solvedAt).toEqual(after(MINUTE));
});

test("hints and twice the time make it hard", async ({ place }) => {
  const { db, ada } = place;
  await takeChallengeHint(db, ada.id, { challengeId: "softmax", shown: 0, most: 4 }, NOON);
  await submit(place, { passed: true });
  expect((await db.log.findFirst({ where: { itemId: ITEM } }))?.grade).toBe("hard");
  await takeBackGrade(db, ada, "softmax", after(MINUTE));
  await db.challengeWork.updateMany({ data: { hints: 0 } });
  await submit(place, { passed: true, at: after(2 * MINUTE), seconds: 1801 });
  await takeBackGrade(db, ada, "softmax", after(3 * MINUTE));
  await submit(place, { passed: true, at: after(4 * MINUTE), seconds: 1800 });
  const rows = await db.log.findMany({ where: { itemId: ITEM, kind: "review" }, orderBy: { seq: "asc" } });
  expect(rows.map(({ grade }) => grade)).toEqual(["hard", "hard", "good"]);
});

test("giving up before a submission counts as not solved, and so does what is sent after it", async ({ place }) => {
  const { db, ada } = place;
  await giveUp(db, ada, { challengeId: "softmax", minutes: 15 }, NOON);
  expect(await db.log.findFirst({ where: { itemId: ITEM } })).toMatchObject({ grade: "again" });
  await takeBackGrade(db, ada, "softmax", after(MINUTE));
  await submit(place, { passed: true, at: after(2 * MINUTE) });
  expect(await db.log.findFirst({ where: { itemId: ITEM }, orderBy: { seq: "desc" } })).toMatchObject({
    grade: "again",
  });
});

test("giving up after a submission leaves its grade", async ({ place }) => {
  await submit(place);
  const work = await giveUp(place.db, place.ada, { challengeId: "softmax", minutes: 15 }, after(MINUTE));
  expect(work.gaveUpAt).toEqual(after(MINUTE));
  expect(await place.db.log.count({ where: { itemId: ITEM } })).toBe(1);
});

test("a grade taken back leaves no card, and the next submission counts", async ({ place }) => {
  await submit(place);
  await takeBackGrade(place.db, place.ada, "softmax", after(MINUTE));
  await takeBackGrade(place.db, place.ada, "softmax", after(MINUTE));
  expect(await cardOf(place)).toBeNull();
  expect(await place.db.log.count({ where: { itemId: ITEM } })).toBe(2);
  await submit(place, { at: after(2 * MINUTE), passed: true });
  expect(await cardOf(place)).toMatchObject({ reps: 1, rightUnaided: true });
});

test("a round begins when the challenge is due, with nothing of the one before", async ({ place }) => {
  const { db, ada } = place;
  await takeChallengeHint(db, ada.id, { challengeId: "softmax", shown: 0, most: 4 }, NOON);
  await submit(place, { like: { id: softmax.mutants[2].id, says: "x" } });
  await submit(place, { passed: true, at: after(MINUTE) });
  await beginRound(db, ada, challenge, after(2 * MINUTE));
  expect(await workOf(place)).toMatchObject({ round: 1, hints: 1 });
  expect(await roundAt(place, 0)).toMatchObject({ grade: "again", due: null });
  const due = { kind: "fix", mutant: softmax.mutants[2].id };
  expect(await roundAt(place, 1)).toMatchObject({ due });
  await beginRound(db, ada, challenge, after(DAY));
  const work = await workOf(place);
  expect(work).toMatchObject({ round: 2, form: `fix:${softmax.mutants[2].id}`, gradedBy: null, hints: 0, seconds: 0 });
  expect(work).toMatchObject({ solvedAt: null, solvedBefore: after(MINUTE) });
  expect(maySeeSolution(work, after(DAY))).toBe(false);
  expect(await roundAt(place, 1)).toMatchObject({ grade: null, due: null });
  await submit(place, { round: 2, passed: true, at: after(DAY + MINUTE), seconds: 30 });
  expect(await cardOf(place)).toMatchObject({ reps: 2 });
  expect((await workOf(place)).solvedAt).toEqual(after(DAY + MINUTE));
});

test("two begun at once are one round", async ({ place }) => {
  await submit(place);
  const begin = () => beginRound(place.db, place.ada, challenge, after(2 * DAY));
  await Promise.all([begin(), begin()]);
  expect((await workOf(place)).round).toBe(2);
});

test("what a page of an earlier round still sends is kept and does not count", async ({ place }) => {
  const { db, ada } = place;
  const draft = { challengeId: "softmax", language: "python", text: "old", typedAt: NOON } as const;
  await saveDraft(db, ada.id, { ...draft, round: 1 }, NOON);
  await submit(place);
  await beginRound(db, ada, challenge, after(DAY));
  await submit(place, { passed: true, at: after(DAY), seconds: 5000 });
  await saveDraft(db, ada.id, { ...draft, round: 1, text: "older", typedAt: after(DAY) }, after(DAY));
  expect(await workOf(place)).toMatchObject({ gradedBy: null, solvedAt: null, seconds: 0 });
  expect(await db.submission.count()).toBe(2);
  expect(await findDrafts(db, ada.id, "softmax", 2)).toEqual({});
  expect((await findDrafts(db, ada.id, "softmax", 1)).python?.text).toBe("older");
});

test("challenges take neither the drill’s questions nor its minutes", async ({ place: { db, ada } }) => {
  await submit({ db, ada } as Place, { seconds: 1500 });
  const input = await queueInput(db, ada, null, after(DAY));
  expect([...input.cards, ...input.newItems].map(({ itemId }) => itemId)).not.toContain(ITEM);
  expect((await queueInput(db, ada, null, after(MINUTE))).minutesSpent).toBe(0);
  const [{ notes }] = await listNotes(db, ada.id);
  expect(notes.find(({ id }) => id === "network")?.items).toBe(2);
});

test("the day names rounds that go on and those due, and a new one when there are none", async ({ place }) => {
  const { db, ada } = place;
  const tasks = (days: number) => listCodeTasks(db, ada, [challenge], after(days * DAY));
  expect(await tasks(0)).toEqual([]);
  expect(await suggestChallenge(db, ada.id, [challenge])).toBeNull();
  for (const item of ["neuron/bias", "neuron/weight", "neuron/gain"]) await answer(db, ada, item);
  const needs = { ...challenge, document: { ...challenge.document, needs: ["neuron"] } };
  expect(await suggestChallenge(db, ada.id, [needs])).toMatchObject({ state: "new", minutes: 15 });
  await takeChallengeHint(db, ada.id, { challengeId: "softmax", shown: 0, most: 4 }, NOON);
  expect(await tasks(0)).toMatchObject([{ state: "begun", form: { kind: "whole" } }]);
  await submit(place);
  expect(await tasks(0)).toEqual([]);
  expect(await tasks(1)).toMatchObject([{ state: "due", form: { kind: "fix" } }]);
  await beginRound(db, ada, challenge, after(DAY));
  expect(await tasks(1)).toMatchObject([{ state: "begun", form: { kind: "fix" } }]);
  expect(await suggestChallenge(db, ada.id, [needs])).toBeNull();
});

test("a fault that shows a misconception is told of on its page, and no more once taken back", async ({ place }) => {
  const { db, ada } = place;
  const like = { id: "wrong-axis", says: "with the wrong axis", misconception: "inverse-for-itself" };
  await submit(place, { like });
  const [shown] = await listMisunderstood(db, ada.id);
  expect(shown).toMatchObject({ id: "inverse-for-itself", times: 1 });
  expect(await readShownAnswers(db, ada.id, shown.shownBy)).toMatchObject([
    { title: "Softmax", challenge: "softmax", says: "with the wrong axis" },
  ]);
  await takeBackGrade(db, ada, "softmax", after(MINUTE));
  expect(await listMisunderstood(db, ada.id)).toEqual([]);
});
