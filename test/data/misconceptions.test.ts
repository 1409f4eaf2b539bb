import fc from "fast-check";
import { recordReview, undoLatest } from "#app/_data/answers.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { rebuildMisunderstandings } from "#app/_data/misconceptions.ts";
import { queueInput } from "#app/_data/queue.ts";
import { currentServing, findServing, type Serving } from "#app/_data/servings.ts";
import { openSession } from "#app/_data/sessions.ts";
import { readProgress } from "#app/drill/present.ts";
import type { Certainty, Verdict } from "#lib/grade/verdict.ts";
import type { Grade } from "#lib/schedule/card.ts";
import { plan } from "#lib/schedule/queue.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, ask, DAY, expect, makeLearner, MINUTE, NOON, test, verdictOf } from "./drill-test.ts";
import { storeBank, storeItem } from "#app/_data/bank-store.ts";
import { choice, smallBank } from "./small-bank.ts";

/** What every choice of the small bank can show. */
const INVERSE = "inverse-for-itself";

const shownIn = (misconception: string): Verdict => ({
  ...verdictOf("again"),
  diagnosis: { misconception, says: "", notes: [] },
});

/** Asks an item and records an answer that shows the misconception. */
async function show(
  db: PrismaClient,
  learner: Learner,
  itemId: string,
  { at = NOON, certainty, misconception = INVERSE }: { at?: Date; certainty?: Certainty; misconception?: string } = {},
): Promise<Serving> {
  const serving = await ask(db, learner, itemId, at);
  const verdict = shownIn(misconception);
  await recordReview(db, learner, serving, { answer: null, verdict, certainty, grade: "again", at, seconds: 20 });
  return serving;
}

async function statuses(db: PrismaClient, learnerId = "ada"): Promise<Record<string, string>> {
  const rows = await db.misunderstanding.findMany({ where: { learnerId } });
  return Object.fromEntries(rows.map(({ misconceptionId, status }) => [misconceptionId, status]));
}

/** Items the plan asks because of a misconception. */
async function targeted(db: PrismaClient, learner: Learner, now: Date): Promise<string[]> {
  const session = await openSession(db, learner.id, now, contextOf(learner, now));
  const { items } = plan(await queueInput(db, learner, session, now));
  return items.flatMap(({ itemId, reason }) =>
    reason.kind === "targeted" ? [`${itemId} for ${reason.misconception}`] : [],
  );
}

async function undo(db: PrismaClient, learner: Learner, now: Date): Promise<Serving | null> {
  const session = await openSession(db, learner.id, now, contextOf(learner, now));
  return session && undoLatest(db, learner, session, now);
}

test("a misconception is seen, held, asked about, fades after a right answer and is gone after one on another day", async ({
  place: { db, ada },
}) => {
  // Well known, so that it is due only after the days this takes.
  await answer(db, ada, "neuron/slope", { at: after(-3 * DAY), grade: "easy" });
  await answer(db, ada, "neuron/slope", { at: after(-2 * DAY), grade: "easy" });
  expect(await targeted(db, ada, NOON)).toEqual([]);

  await show(db, ada, "neuron/bias");
  expect(await statuses(db)).toEqual({ [INVERSE]: "seen" });
  expect(await targeted(db, ada, after(MINUTE))).toEqual([`neuron/slope for ${INVERSE}`]);

  await show(db, ada, "neuron/bias", { at: after(11 * MINUTE) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "held" });

  await answer(db, ada, "neuron/slope", { at: after(DAY) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "fading" });
  expect(await targeted(db, ada, after(DAY + MINUTE))).toEqual([]);
  await answer(db, ada, "neuron/bias", { at: after(DAY + MINUTE) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "fading" });

  expect((await targeted(db, ada, after(2 * DAY))).length).toBe(1);
  await answer(db, ada, "neuron/bias", { at: after(2 * DAY) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "gone" });
  expect(await targeted(db, ada, after(3 * DAY))).toEqual([]);
});

test("undo brings back how it stood, and takes away what only one answer showed", async ({ place: { db, ada } }) => {
  await show(db, ada, "neuron/bias");
  await answer(db, ada, "neuron/bias", { at: after(DAY) });
  await answer(db, ada, "neuron/slope", { at: after(2 * DAY) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "gone" });
  await undo(db, ada, after(2 * DAY + MINUTE));
  expect(await statuses(db)).toEqual({ [INVERSE]: "fading" });

  await show(db, ada, "neuron/slope", { at: after(2 * DAY + 2 * MINUTE) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "held" });
  await undo(db, ada, after(2 * DAY + 3 * MINUTE));
  expect(await statuses(db)).toEqual({ [INVERSE]: "fading" });
});

test("undoing the only answer that showed it leaves nothing, whatever was right since", async ({
  place: { db, ada },
}) => {
  await show(db, ada, "neuron/bias");
  await undo(db, ada, after(MINUTE));
  expect(await db.misunderstanding.count()).toBe(0);
  await answer(db, ada, "neuron/slope", { at: after(2 * MINUTE) });
  expect(await db.misunderstanding.count()).toBe(0);
});

/**
 * A learner who gets nothing new, has shown the misconception in a question that is no longer asked, and knows
 * `neuron/slope`, which can show it, for weeks to come.
 */
async function withTarget(db: PrismaClient, learner: Learner): Promise<Learner> {
  await answer(db, learner, "neuron/slope", { at: after(-3 * DAY), grade: "easy" });
  await answer(db, learner, "neuron/slope", { at: after(-2 * DAY), grade: "easy" });
  await show(db, learner, "neuron/bias", { at: after(-DAY) });
  await db.item.update({ where: { id: "neuron/bias" }, data: { status: "retired" } });
  return { ...learner, newPerDay: 0 };
}

test("a question keeps what it was chosen for and what it can show, also when its answer is taken back", async ({
  place: { db, ada },
}) => {
  const learner = await withTarget(db, ada);
  const { id, ...first } = (await currentServing(db, learner, NOON)) as Serving;
  expect(first).toMatchObject({ itemId: "neuron/slope", chosenFor: INVERSE });
  expect(await db.serving.findUnique({ where: { id } })).toMatchObject({ targets: [INVERSE], chosenFor: INVERSE });
  const given = { answer: null, verdict: verdictOf("good"), grade: "good" as const, at: after(MINUTE), seconds: 5 };
  await recordReview(db, learner, { id, ...first }, given);
  expect(await undo(db, learner, after(2 * MINUTE))).toMatchObject({ itemId: "neuron/slope", chosenFor: INVERSE });
});

test("a question that comes anyway is chosen for nothing, and still says what it can show", async ({
  place: { db, ada },
}) => {
  const { id } = await ask(db, ada, "neuron/bias", NOON);
  expect(await db.serving.findUnique({ where: { id } })).toMatchObject({ targets: [INVERSE], chosenFor: null });
  const words = await ask(db, ada, "neuron/weight", NOON);
  expect(await db.serving.findUnique({ where: { id: words.id } })).toMatchObject({ targets: [], chosenFor: null });
});

test("a question asked for a misconception is drawn until it can show it", async ({ place: { db, ada } }) => {
  const learner = await withTarget(db, ada);
  const item = choice("neuron", "slope");
  const others = Array.from({ length: 5 }, (_, i) => ({ text: `something else, ${i}`, correct: false }));
  await storeItem(db, { ...item, options: [...item.options, ...others] }, 3, "active");
  let showing = 0;
  for (let times = 0; times < 8; times++) {
    await db.serving.updateMany({ data: { openFor: null } });
    const { variant, chosenFor } = (await currentServing(db, learner, after(times * MINUTE))) as Serving;
    if (variant.question.kind !== "choice") throw new Error(variant.question.kind);
    if (variant.question.options.includes("its inverse")) showing++;
    expect(chosenFor).toBe(variant.question.options.includes("its inverse") ? INVERSE : null);
  }
  // Three of eight draws show it: of one draw each, seven of eight would in one run of two hundred.
  expect(showing).toBeGreaterThanOrEqual(7);
});

test("a new question asked for a misconception counts among the new ones that are left", async ({
  place: { db, ada },
}) => {
  await show(db, ada, "neuron/bias");
  await db.item.update({ where: { id: "neuron/bias" }, data: { status: "retired" } });
  const now = after(DAY);
  const { items } = plan(await queueInput(db, ada, null, now));
  expect(items.map(({ itemId, reason }) => [itemId, reason.kind]).sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ["neuron/gain", "new"],
    ["neuron/slope", "targeted"],
    ["neuron/weight", "new"],
  ]);
  const serving = (await currentServing(db, ada, now)) as Serving;
  expect(await readProgress(db, ada, serving)).toMatchObject({ due: 0, fresh: 3 });
});

/** Three more misconceptions, each with a question of its own. */
async function withThreeMore(db: PrismaClient): Promise<string[]> {
  const bank = smallBank();
  const more = ["one", "two", "three"].map((name) => `belief-${name}`);
  const items = more.map((id) => {
    const item = choice("neuron", `about-${id}`);
    return {
      ...item,
      options: item.options.map((option) => (option.misconception ? { ...option, misconception: id } : option)),
    };
  });
  const misconceptions = more.map((id) => ({ ...bank.misconceptions[0], id }));
  await storeBank(
    db,
    { ...bank, items: [...bank.items, ...items], misconceptions: [...bank.misconceptions, ...misconceptions] },
    NOON,
  );
  return more;
}

test("what was held with confidence is asked about first, then what was only held, then what was seen once", async ({
  place: { db, ada },
}) => {
  const [once, twice, sure] = await withThreeMore(db);
  const times: [string, Certainty][] = [
    [once, 3],
    [twice, 2],
    [twice, 1],
    [sure, 2],
    [sure, 3],
  ];
  for (const [i, [misconception, certainty]] of times.entries())
    await show(db, ada, "neuron/bias", { at: after(i * 11 * MINUTE), misconception, certainty });
  expect(await statuses(db)).toEqual({ [once]: "seen", [twice]: "held", [sure]: "held" });
  const { targeted: asked } = await queueInput(db, ada, null, after(DAY));
  expect(asked?.items.map(({ misconception }) => misconception)).toEqual([sure, twice, once]);
});

test("a session asks three questions for misconceptions and no more", async ({ place: { db, ada } }) => {
  const learner = await withTarget(db, ada);
  const more = await withThreeMore(db);
  for (const misconception of more) await show(db, learner, "neuron/bias", { at: after(-DAY), misconception });
  const eager = { ...learner, newPerDay: 10 };
  await db.item.update({ where: { id: "neuron/bias" }, data: { status: "retired" } });
  const asked: (string | null)[] = [];
  for (let minute = 0; minute < 8; minute++) {
    const serving = await currentServing(db, eager, after(minute * MINUTE));
    if (!serving) break;
    asked.push(serving.chosenFor);
    const at = after(minute * MINUTE);
    await recordReview(db, eager, serving, { answer: null, verdict: verdictOf("good"), grade: "good", at, seconds: 5 });
  }
  expect(asked.filter((misconception) => misconception !== null)).toHaveLength(3);
  expect(asked.length).toBeGreaterThan(3);
});

/** Takes an answer of a cram, as practice is logged. */
async function practise(db: PrismaClient, learner: Learner, itemId: string, verdict: Verdict, at: Date): Promise<void> {
  const serving = { ...(await ask(db, learner, itemId, at)), practice: true };
  const grade = verdict.outcome === "right" ? "good" : "again";
  await recordReview(db, learner, serving, { answer: null, verdict, grade, at, seconds: 5 });
}

test("practice can show a misconception but not overcome it", async ({ place: { db, ada } }) => {
  await practise(db, ada, "neuron/bias", shownIn(INVERSE), NOON);
  expect(await statuses(db)).toEqual({ [INVERSE]: "seen" });
  await practise(db, ada, "neuron/bias", verdictOf("good"), after(DAY));
  await practise(db, ada, "neuron/slope", verdictOf("good"), after(2 * DAY));
  expect(await statuses(db)).toEqual({ [INVERSE]: "seen" });
  await answer(db, ada, "neuron/slope", { at: after(3 * DAY) });
  expect(await statuses(db)).toEqual({ [INVERSE]: "fading" });
});

test("right after a hint or by a guess overcomes nothing", async ({ place: { db, ada } }) => {
  await show(db, ada, "neuron/bias");
  await answer(db, ada, "neuron/slope", { at: after(DAY), grade: "hard" });
  expect(await statuses(db)).toEqual({ [INVERSE]: "seen" });
});

test("an answer that shows what the bank has never named is recorded all the same", async ({ place: { db, ada } }) => {
  const { id } = await show(db, ada, "neuron/bias", { misconception: "never-named" });
  expect(await db.log.findUnique({ where: { servingId: id } })).toMatchObject({ diagnosed: "never-named" });
  expect(await db.misunderstanding.count()).toBe(0);
});

test("when the bank names it later, the next answer that shows it counts the earlier ones", async ({
  place: { db, ada },
}) => {
  await show(db, ada, "neuron/bias", { misconception: "belief-one" });
  await withThreeMore(db);
  await show(db, ada, "neuron/bias", { at: after(11 * MINUTE), misconception: "belief-one" });
  expect(await statuses(db)).toEqual({ "belief-one": "held" });
});

test("a failure when a misunderstanding is written leaves nothing of the answer", async ({ place: { db, ada } }) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  await db.$executeRawUnsafe(
    `CREATE TRIGGER "fails" AFTER INSERT ON "Misunderstanding" BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
  );
  const given = { answer: null, verdict: shownIn(INVERSE), grade: "again" as const, at: NOON, seconds: 5 };
  await expect(recordReview(db, ada, serving, given)).rejects.toMatchObject({ code: "P2003" });
  expect([await db.log.count(), await db.card.count(), await db.misunderstanding.count()]).toEqual([0, 0, 0]);
  expect(await findServing(db, "ada", serving.id)).toMatchObject({ open: true });
});

type Step =
  | { kind: "shows"; itemId: string; misconception: string; certainty: Certainty }
  | { kind: "answer" | "practice"; itemId: string; grade: Grade }
  | { kind: "undo" }
  | { kind: "clock"; minutes: number };

const itemId = fc.constantFrom("neuron/bias", "neuron/slope", "neuron/about-belief-one", "neuron/weight");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("shows" as const),
      itemId,
      misconception: fc.constantFrom(INVERSE, "belief-one", "never-named"),
      certainty: fc.constantFrom(1 as const, 2 as const, 3 as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("answer" as const, "answer" as const, "practice" as const),
      itemId,
      grade: fc.constantFrom("again" as const, "hard" as const, "good" as const),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "undo" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("clock" as const), minutes: fc.integer({ min: -2000, max: 3000 }) }),
  },
);

test("what is stored equals what is rebuilt from the log, whatever was answered and undone", async ({
  place: { db },
}) => {
  await withThreeMore(db);
  let learners = 0;
  let met = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (doing) => {
      const learner = await makeLearner(db, `learner-${learners++}`);
      let now = NOON;
      for (const does of doing) {
        now = new Date(now.getTime() + MINUTE * (does.kind === "clock" ? does.minutes : 1));
        if (does.kind === "shows") await show(db, learner, does.itemId, { at: now, ...does });
        if (does.kind === "answer") await answer(db, learner, does.itemId, { at: now, grade: does.grade });
        if (does.kind === "practice") await practise(db, learner, does.itemId, verdictOf(does.grade), now);
        if (does.kind === "undo") await undo(db, learner, now);
      }
      const where = { learnerId: learner.id };
      const stored = await db.misunderstanding.findMany({ where });
      await rebuildMisunderstandings(db, learner.id);
      expect(await db.misunderstanding.findMany({ where })).toEqual(stored);
      met += stored.length;
    }),
    { numRuns: 25, seed: 20260504 },
  );
  expect(met).toBeGreaterThan(25);
}, 120_000);
