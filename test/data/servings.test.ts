import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { vi } from "vitest";
import { findReview, recordReview } from "#app/_data/answers.ts";
import { storeBank } from "#app/_data/bank-store.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { commitServing, currentServing, findServing, type Serving } from "#app/_data/servings.ts";
import { openSession } from "#app/_data/sessions.ts";
import { liveVariant } from "#app/drill/live-variant.ts";
import { mark } from "#lib/grade/mark.ts";
import type { Variant } from "#lib/item/question.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, ask, DAY, expect, MINUTE, NOON, test, verdictOf } from "./drill-test.ts";
import { smallBank, somePrograms } from "./small-bank.ts";

const HOUR = 60 * MINUTE;

test("the open question stays the question, on reload and after hours", async ({ place: { db, ada } }) => {
  const { chosenFrom, ...first } = (await currentServing(db, ada, NOON)) as Serving;
  expect(first.concept.id).toBe("neuron");
  expect(chosenFrom?.newItems.length).toBeGreaterThan(0);
  expect(await currentServing(db, ada, after(MINUTE))).toEqual(first);
  expect(await currentServing(db, ada, after(15.9 * HOUR))).toEqual(first);
  expect(await db.serving.count()).toBe(1);
  expect(await db.session.count()).toBe(1);
});

test("ten requests at once for the next question get the same one", async ({ place: { db, ada } }) => {
  const served = await Promise.all(Array.from({ length: 10 }, () => currentServing(db, ada, NOON)));
  expect(new Set(served.map((serving) => serving?.id))).toEqual(new Set([(await db.serving.findFirstOrThrow()).id]));
  expect(await db.serving.count()).toBe(1);
  expect(await db.session.count()).toBe(1);
});

test("so do requests of three processes", async ({ place: { db, ada, databaseFile } }) => {
  const rival = fileURLToPath(new URL("rival.ts", import.meta.url));
  const start = Date.now() + 3000;
  const rivals = Array.from({ length: 3 }, () =>
    promisify(execFile)(process.execPath, ["--conditions=react-server", "--import", "tsx", rival], {
      env: {
        ...process.env,
        DATABASE_URL: `file:${databaseFile}`,
        RIVAL: JSON.stringify({ learner: ada, calls: 4, start, now: NOON }),
      },
    }),
  );
  const served = (await Promise.all(rivals)).flatMap(({ stdout }) => stdout.trim().split(" "));
  expect(served).toHaveLength(12);
  expect(new Set(served)).toEqual(new Set([(await db.serving.findFirstOrThrow()).id]));
  expect(await db.serving.count()).toBe(1);
  expect(await db.session.count()).toBe(1);
}, 60_000);

test("the database itself refuses a second open question", async ({ place: { db, ada } }) => {
  const { sessionId, itemId } = await ask(db, ada, "neuron/bias", NOON);
  const second = { learnerId: "ada", openFor: "ada", sessionId, itemId, seed: 1, snapshot: {}, servedAt: NOON };
  await expect(db.serving.create({ data: second })).rejects.toMatchObject({ code: "P2002" });
});

test("an open question of yesterday is set aside when the study day turns at four", async ({ place: { db, ada } }) => {
  const evening = await currentServing(db, ada, NOON);
  expect((await currentServing(db, ada, after(15 * HOUR + 59 * MINUTE)))?.id).toBe(evening?.id);
  const morning = await currentServing(db, ada, after(16 * HOUR));
  expect(morning?.id).not.toBe(evening?.id);
  expect(morning?.sessionId).not.toBe(evening?.sessionId);
  expect(await findServing(db, "ada", evening?.id ?? "")).toMatchObject({ open: false });
  expect(await db.serving.count({ where: { openFor: { not: null } } })).toBe(1);
});

test("an answer to a question that was set aside is not recorded", async ({ place: { db, ada } }) => {
  const evening = await ask(db, ada, "neuron/bias", NOON);
  await currentServing(db, ada, after(DAY));
  const late = { answer: null, verdict: verdictOf("good"), grade: "good" as const, at: after(DAY), seconds: 3 };
  expect(await recordReview(db, ada, evening, late)).toEqual({ recorded: false, card: null });
  expect(await findReview(db, evening.id)).toBe(null);
  expect(await db.log.count()).toBe(0);
});

test("an open question whose item was retired is set aside", async ({ place: { db, ada } }) => {
  const open = await ask(db, ada, "neuron/bias", NOON);
  const bank = smallBank();
  const rest = { ...bank, items: bank.items.filter(({ id }) => id !== "neuron/bias") };
  await storeBank(db, rest, NOON);
  const next = await currentServing(db, ada, after(MINUTE));
  expect(next?.itemId).not.toBe("neuron/bias");
  expect(next?.sessionId).toBe(open.sessionId);
  expect(await findServing(db, "ada", open.id)).toMatchObject({ open: false });
});

test("when the clock was put back a day, the session of that day goes on", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias", { at: after(DAY) });
  const first = await answer(db, ada, "neuron/weight", { at: NOON });
  const second = await answer(db, ada, "neuron/gain", { at: after(MINUTE) });
  expect(second.sessionId).toBe(first.sessionId);
  expect(await db.session.count()).toBe(2);
  const session = await openSession(db, "ada", after(MINUTE), contextOf(ada, after(MINUTE)));
  expect(session?.id).toBe(first.sessionId);
});

test("when nothing is left for today there is no question and none is open", async ({ place: { db, ada } }) => {
  const nothingNew = { ...ada, newPerDay: 0 };
  expect(await currentServing(db, nothingNew, NOON)).toBe(null);
  expect(await db.serving.count()).toBe(0);
});

test("the answer committed when the model answer is shown can't be changed", async ({ place: { db, ada } }) => {
  const { id } = await ask(db, ada, "neuron/gain", NOON);
  await commitServing(db, id, { kind: "recall", text: "it scales", ticked: [] }, after(MINUTE));
  await commitServing(db, id, { kind: "recall", text: "it scales and shifts", ticked: [] }, after(2 * MINUTE));
  expect((await findServing(db, "ada", id))?.committed).toEqual({ kind: "recall", text: "it scales", ticked: [] });
  expect(await db.serving.findUnique({ where: { id } })).toMatchObject({ revealedAt: after(MINUTE) });
});

const rightAnswer = ({ solution }: Variant) => {
  if (solution.kind === "numeric") return { kind: "numeric" as const, text: String(solution.key) };
  if (solution.kind === "tensor") return { kind: "tensor" as const, cells: solution.key.map((row) => row.map(String)) };
  if (solution.kind === "choice") return { kind: "choice" as const, option: solution.key };
  throw new Error(`A program asks no ${solution.kind}`);
};

async function snapshotOf(db: PrismaClient, ada: Learner, item: string): Promise<Variant> {
  const { id } = await ask(db, ada, item, NOON);
  const serving = await findServing(db, "ada", id);
  if (!serving) throw new Error(`${id} is not there`);
  return serving.variant;
}

test.for(somePrograms)(
  "$item is computed again from its seed to the same key as stored",
  async (program, { place }) => {
    const snapshot = await snapshotOf(place.db, place.ada, program.item);
    const { variant, milliseconds } = liveVariant(snapshot);
    expect(milliseconds).toBeGreaterThan(0);
    // JSON, which a snapshot has gone through, knows no −0.
    expect(JSON.parse(JSON.stringify(variant))).toEqual(snapshot);
    expect(mark(rightAnswer(snapshot), variant).outcome).toBe("right");
  },
);

test.for(somePrograms)(
  "$item asked before its code changed is marked by what was stored then",
  async (program, { place: { db, ada } }) => {
    const { id } = await ask(db, ada, program.item, NOON);
    const row = await db.serving.findUniqueOrThrow({ where: { id } });
    const earlier = { ...(row.snapshot as unknown as Variant), version: program.version - 1, seed: 12_345 };
    await db.serving.update({ where: { id }, data: { snapshot: earlier, seed: 12_345 } });
    const serving = await findServing(db, "ada", id);
    expect(serving?.variant).toEqual(earlier);
    expect(liveVariant(earlier)).toEqual({ variant: earlier, milliseconds: null });
    expect(mark(rightAnswer(earlier), liveVariant(earlier).variant).outcome).toBe("right");
  },
);

test("a key that no longer comes out as stored is reported, and the stored one decides", async ({ place }) => {
  const [program] = somePrograms;
  const snapshot = await snapshotOf(place.db, place.ada, program.item);
  if (snapshot.solution.kind !== "numeric") throw new Error(`${program.item} asks no number`);
  const other = { ...snapshot, solution: { ...snapshot.solution, key: snapshot.solution.key + 1000 } };
  const said = vi.spyOn(console, "error").mockReturnValue();
  expect(liveVariant(other)).toEqual({ variant: other, milliseconds: null });
  expect(said).toHaveBeenCalledExactlyOnceWith(
    `${program.item} version ${program.version}, seed ${snapshot.seed}: the key has changed since asked`,
  );
  said.mockRestore();
});

test("a question of an item the content no longer has is still marked by what was stored", async ({ place }) => {
  const snapshot = { ...(await snapshotOf(place.db, place.ada, somePrograms[0].item)), item: "gone/long-ago" };
  expect(liveVariant(snapshot)).toEqual({ variant: snapshot, milliseconds: null });
});
