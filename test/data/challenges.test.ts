import {
  beginInterview,
  endInterview,
  findDrafts,
  findWork,
  isInterviewed,
  listWork,
  maySeeSolution,
  saveDraft,
  saveSeconds,
  takeChallengeHint,
} from "#app/_data/challenge-work.ts";
import { giveUp } from "#app/_data/challenge-rounds.ts";
import { findSource, findSubmission, listSubmissions, recordSubmission } from "#app/_data/submissions.ts";
import { after, DAY, expect, makeLearner, MINUTE, NOON, test } from "./drill-test.ts";
import { judged, submit } from "./judged.ts";

const SECOND = 1000;

const draft = (text: string, typedAt: Date) =>
  ({ challengeId: "softmax", round: 1, language: "python", text, typedAt }) as const;

test("of two drafts the one typed later stays, whichever arrives last", async ({ place: { db, ada } }) => {
  await saveDraft(db, ada.id, draft("later", after(2 * SECOND)), after(DAY));
  await saveDraft(db, ada.id, draft("earlier", after(SECOND)), after(DAY));
  expect(await findDrafts(db, ada.id, "softmax", 1)).toEqual({ python: { text: "later", typedAt: after(2 * SECOND) } });
  await saveDraft(db, ada.id, draft("latest", after(3 * SECOND)), after(DAY));
  expect((await findDrafts(db, ada.id, "softmax", 1)).python?.text).toBe("latest");
});

test("a browser whose clock runs a day ahead does not shut out what is typed after it", async ({
  place: { db, ada },
}) => {
  await saveDraft(db, ada.id, draft("ahead", after(DAY)), NOON);
  expect((await findDrafts(db, ada.id, "softmax", 1)).python?.typedAt).toEqual(NOON);
  await saveDraft(db, ada.id, draft("now", after(SECOND)), after(SECOND));
  expect((await findDrafts(db, ada.id, "softmax", 1)).python?.text).toBe("now");
});

test("each language, challenge and learner has a draft of its own", async ({ place: { db, ada } }) => {
  const ben = await makeLearner(db, "ben");
  await saveDraft(db, ada.id, draft("ada", NOON), NOON);
  await saveDraft(db, ada.id, { ...draft("ada in TypeScript", NOON), language: "typescript" }, NOON);
  await saveDraft(db, ben.id, draft("ben", NOON), NOON);
  const texts = async (learner: string, challenge: string) =>
    Object.entries(await findDrafts(db, learner, challenge, 1)).map(([language, { text }]) => [language, text]);
  expect(await texts("ada", "softmax")).toEqual([
    ["python", "ada"],
    ["typescript", "ada in TypeScript"],
  ]);
  expect(await texts("ben", "softmax")).toEqual([["python", "ben"]]);
  expect(await texts("ben", "adam-step")).toEqual([]);
});

test("of drafts that two tabs save at once the newest stays", async ({ place: { db, ada } }) => {
  const versions = [3, 9, 1, 0, 8, 2, 7, 4, 6, 5];
  await Promise.all(versions.map((i) => saveDraft(db, ada.id, draft(`version ${i}`, after(i * SECOND)), after(DAY))));
  expect((await findDrafts(db, ada.id, "softmax", 1)).python?.text).toBe("version 9");
});

test("a hint asked for twice at once is one hint, and there are no more than there are", async ({ place }) => {
  const { db, ada } = place;
  const take = (shown: number) =>
    takeChallengeHint(db, ada.id, { challengeId: "softmax", shown, most: 2 }, NOON).then(({ hints }) => hints);
  expect(await Promise.all([take(0), take(0)])).toEqual([1, 1]);
  expect([await take(1), await take(2), await take(5)]).toEqual([2, 2, 2]);
});

test("a submission keeps what was true when it was sent", async ({ place }) => {
  const { db, ada } = place;
  await submit(place, { seconds: 40 });
  await takeChallengeHint(db, ada.id, { challengeId: "softmax", shown: 0, most: 4 }, NOON);
  await giveUp(db, ada, { challengeId: "softmax", minutes: 15 }, after(MINUTE));
  await submit(place, { at: after(2 * MINUTE), seconds: 160, passed: true });
  const rows = await db.submission.findMany({ orderBy: { at: "asc" } });
  expect(rows).toMatchObject([
    { first: true, hints: 0, gaveUp: false, seconds: 40, passed: false, interview: false, learnerId: "ada" },
    { first: false, hints: 1, gaveUp: true, seconds: 160, passed: true, interview: false },
  ]);
  expect(await findWork(db, ada.id, "softmax")).toMatchObject({ solvedAt: after(2 * MINUTE), seconds: 160 });
});

test("one submission sent ten times at once is written once", async ({ place: { db, ada } }) => {
  const one = judged({ passed: true });
  await Promise.all(Array.from({ length: 10 }, () => recordSubmission(db, ada, one, NOON)));
  expect(await db.submission.count()).toBe(1);
});

test("the first solution is the one that counts", async ({ place }) => {
  await submit(place, { passed: true, at: after(MINUTE) });
  await submit(place, { passed: true, at: after(DAY) });
  expect((await findWork(place.db, "ada", "softmax")).solvedAt).toEqual(after(MINUTE));
});

test("after solving, giving up is not noted any more", async ({ place }) => {
  await submit(place, { passed: true });
  expect(await giveUp(place.db, place.ada, { challengeId: "softmax", minutes: 15 }, after(MINUTE))).toMatchObject({
    gaveUpAt: null,
  });
});

test("an interview lasts 25 minutes and gives neither hints nor the solution", async ({ place }) => {
  const { db, ada } = place;
  await giveUp(db, ada, { challengeId: "softmax", minutes: 15 }, NOON);
  const begun = await beginInterview(db, ada.id, "softmax", NOON);
  expect(begun.interview).toEqual({ began: NOON, until: after(25 * MINUTE) });
  expect(await beginInterview(db, ada.id, "softmax", after(MINUTE))).toEqual(begun);
  const hinted = await takeChallengeHint(db, ada.id, { challengeId: "softmax", shown: 0, most: 4 }, after(MINUTE));
  expect(hinted.hints).toBe(0);
  expect(maySeeSolution(hinted, after(24 * MINUTE))).toBe(false);
  expect(isInterviewed(hinted, after(24 * MINUTE))).toBe(true);
  expect(isInterviewed(hinted, after(25 * MINUTE))).toBe(false);
  expect(maySeeSolution(hinted, after(25 * MINUTE))).toBe(true);
});

test("giving up has to wait for the interview’s end", async ({ place: { db, ada } }) => {
  await beginInterview(db, ada.id, "softmax", NOON);
  expect((await giveUp(db, ada, { challengeId: "softmax", minutes: 15 }, after(MINUTE))).gaveUpAt).toBeNull();
  await endInterview(db, ada.id, "softmax", after(2 * MINUTE));
  expect((await giveUp(db, ada, { challengeId: "softmax", minutes: 15 }, after(3 * MINUTE))).gaveUpAt).toEqual(
    after(3 * MINUTE),
  );
});

test("an interview is over when the challenge is solved, and a wrong submission does not end it", async ({ place }) => {
  const { db, ada } = place;
  await beginInterview(db, ada.id, "softmax", NOON);
  await submit(place, { at: after(5 * MINUTE) });
  expect(isInterviewed(await findWork(db, ada.id, "softmax"), after(6 * MINUTE))).toBe(true);
  await submit(place, { at: after(10 * MINUTE), passed: true });
  expect((await findWork(db, ada.id, "softmax")).interview?.until).toEqual(after(10 * MINUTE + SECOND));
  expect((await db.submission.findMany()).map(({ interview }) => interview)).toEqual([true, true]);
});

test("an interview whose time is up stays as long as it was when it is ended later", async ({ place: { db, ada } }) => {
  await beginInterview(db, ada.id, "softmax", NOON);
  await endInterview(db, ada.id, "softmax", after(DAY));
  expect((await findWork(db, ada.id, "softmax")).interview?.until).toEqual(after(25 * MINUTE));
});

test("time worked only grows", async ({ place }) => {
  const { db, ada } = place;
  await submit(place, { seconds: 60 });
  await saveSeconds(db, ada.id, { challengeId: "softmax", round: 1, seconds: 90 });
  await saveSeconds(db, ada.id, { challengeId: "softmax", round: 1, seconds: 70 });
  expect((await findWork(db, ada.id, "softmax")).seconds).toBe(90);
});

test("the history has the latest submission first, with the text before it in its language", async ({ place }) => {
  const first = await submit(place, { source: "one" });
  const other = await submit(place, { source: "uno", language: "typescript", at: after(MINUTE) });
  const second = await submit(place, { source: "two", at: after(2 * MINUTE) });
  const listed = await listSubmissions(place.db, "ada", "softmax");
  expect(listed.map(({ id }) => id)).toEqual([second.id, other.id, first.id]);
  expect(Object.keys(listed[0])).not.toContain("seed");
  expect(await findSource(place.db, "ada", second.id)).toEqual({ source: "two", before: "one" });
  expect(await findSource(place.db, "ada", other.id)).toEqual({ source: "uno", before: null });
});

test("nobody sees what another learner submitted", async ({ place }) => {
  const { id } = await submit(place);
  await makeLearner(place.db, "ben");
  expect(await findSource(place.db, "ben", id)).toBeNull();
  expect(await findSubmission(place.db, "ben", id)).toBeNull();
  expect(await listSubmissions(place.db, "ben", "softmax")).toEqual([]);
  expect(await listWork(place.db, "ben")).toEqual(new Map());
  expect([...(await listWork(place.db, "ada")).keys()]).toEqual(["softmax"]);
});
