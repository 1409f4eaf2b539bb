import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import { findReview, recordReview } from "#app/_data/answers.ts";
import { findCard } from "#app/_data/cards.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, ask, expect, MINUTE, NOON, test, verdictOf } from "./drill-test.ts";

const right = { answer: { kind: "choice" as const, option: 0 }, verdict: verdictOf("good"), grade: "good" as const };
const wrong = { answer: null, verdict: verdictOf("again"), grade: "again" as const };

async function everything(db: PrismaClient) {
  return { servings: await db.serving.findMany(), log: await db.log.findMany(), cards: await db.card.findMany() };
}

test("an answer writes one row of the log, the card, and closes the serving", async ({ place: { db, ada } }) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  const { recorded, card } = await recordReview(db, ada, serving, { ...right, at: after(MINUTE), seconds: 12.5 });
  expect(recorded).toBe(true);
  expect(card).toMatchObject({ state: "review", scheduledDays: 2, reps: 1, lapses: 0, lastReview: after(MINUTE) });
  expect(await findCard(db, "ada", "neuron/bias")).toEqual(card);
  expect(await db.serving.findUnique({ where: { id: serving.id } })).toMatchObject({ openFor: null });
  const log = await db.log.findMany();
  expect(log).toHaveLength(1);
  expect(log[0]).toMatchObject({
    learnerId: "ada",
    itemId: "neuron/bias",
    kind: "review",
    at: after(MINUTE),
    grade: "good",
    servingId: serving.id,
    answer: { kind: "choice", option: 0 },
    verdict: { outcome: "right", read: "x", credit: 1, diagnosis: null },
    seconds: 12.5,
    undoes: null,
    context: { utcOffsetMinutes: 0, rolloverHour: 4, parametersVersion: "fsrs-6-default" },
  });
});

test("the same serving answered again, even otherwise, changes nothing", async ({ place: { db, ada } }) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  await recordReview(db, ada, serving, { ...wrong, at: NOON, seconds: 5 });
  const before = await everything(db);
  const again = await recordReview(db, ada, serving, { ...right, at: after(MINUTE), seconds: 9 });
  expect(again).toEqual({ recorded: false, card: null });
  expect(await everything(db)).toEqual(before);
  expect(await findReview(db, serving.id)).toMatchObject({ grade: "again", at: NOON, answer: null });
});

test("twenty requests at once on one client give one review", async ({ place: { db, ada } }) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  const sent = Array.from({ length: 20 }, (_, i) =>
    recordReview(db, ada, serving, { ...right, at: after(i), seconds: i }),
  );
  const results = await Promise.all(sent);
  expect(results.filter(({ recorded }) => recorded)).toHaveLength(1);
  expect(await db.log.count()).toBe(1);
  expect(await findCard(db, "ada", "neuron/bias")).toMatchObject({ reps: 1 });
});

// SQLite's wait for a lock holds up the whole process, so clients that compete need one each.
test("twenty requests at once from four processes give one review", async ({ place: { db, ada, databaseFile } }) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  const rival = fileURLToPath(new URL("rival.ts", import.meta.url));
  const start = Date.now() + 3000;
  const rivals = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, ["--conditions=react-server", "--import", "tsx", rival], {
      env: {
        ...process.env,
        DATABASE_URL: `file:${databaseFile}`,
        RIVAL: JSON.stringify({ learner: ada, serving: serving.id, calls: 5, start, now: NOON }),
      },
    }),
  );
  const recorded = (await Promise.all(rivals)).map(({ stdout }) => Number(stdout));
  expect(recorded.sort((a, b) => a - b)).toEqual([0, 0, 0, 1]);
  expect(await db.log.count()).toBe(1);
  expect(await findCard(db, "ada", "neuron/bias")).toMatchObject({ reps: 1 });
}, 60_000);

test("a second review of a serving that was opened once more is refused by the database and leaves no trace", async ({
  place: { db, ada },
}) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  await recordReview(db, ada, serving, { ...right, at: NOON, seconds: 5 });
  await db.serving.update({ where: { id: serving.id }, data: { openFor: "ada" } });
  const before = await everything(db);
  const second = recordReview(db, ada, serving, { ...wrong, at: after(MINUTE), seconds: 9 });
  await expect(second).rejects.toMatchObject({ code: "P2003" }); // as a trigger's refusal is called
  expect(await everything(db)).toEqual(before);
});

test.for(["Card", "Log", "Serving"])(
  "a failure when %s is written leaves log, card and serving as they were",
  async (table, { place: { db, ada } }) => {
    const first = await ask(db, ada, "neuron/bias", NOON);
    await recordReview(db, ada, first, { ...right, at: NOON, seconds: 5 });
    const serving = await ask(db, ada, "neuron/bias", after(MINUTE));
    const before = await everything(db);
    const change = table === "Log" ? "INSERT" : "UPDATE";
    await db.$executeRawUnsafe(
      `CREATE TRIGGER "fails" AFTER ${change} ON "${table}" BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
    );
    const recorded = recordReview(db, ada, serving, { ...wrong, at: after(MINUTE), seconds: 9 });
    // Prisma's code for whatever a trigger refuses.
    await expect(recorded).rejects.toMatchObject({ code: "P2003" });
    expect(await everything(db)).toEqual(before);
    await db.$executeRawUnsafe('DROP TRIGGER "fails"');
    const retried = await recordReview(db, ada, serving, { ...wrong, at: after(MINUTE), seconds: 9 });
    expect(retried).toMatchObject({ recorded: true, card: { reps: 2 } });
  },
);

test("the database refuses to change or delete a row of the log", async ({ place: { db, ada, url } }) => {
  const serving = await ask(db, ada, "neuron/bias", NOON);
  await recordReview(db, ada, serving, { ...right, at: NOON, seconds: 5 });
  const before = await everything(db);
  const client = createClient({ url });
  const refusal = "the log is append-only";
  await expect(client.execute("UPDATE Log SET grade = 'easy'")).rejects.toThrow(refusal);
  await expect(client.execute("DELETE FROM Log")).rejects.toThrow(refusal);
  await expect(client.execute("UPDATE Serving SET id = 'other'")).rejects.toThrow(refusal);
  await expect(client.execute("DELETE FROM Serving")).rejects.toThrow(refusal);
  await expect(client.execute("DELETE FROM Item WHERE id = 'neuron/bias'")).rejects.toThrow("FOREIGN KEY");
  client.close();
  expect(await everything(db)).toEqual(before);
});
