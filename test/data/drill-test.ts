import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, test as base, vi } from "vitest";
import { recordReview } from "#app/_data/answers.ts";
import { storeBank } from "#app/_data/bank-store.ts";
import { openDatabase } from "#app/_data/client.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { type Serving, serve } from "#app/_data/servings.ts";
import { beginSession, openSession } from "#app/_data/sessions.ts";
import type { Certainty, Verdict } from "#lib/grade/verdict.ts";
import type { Grade } from "#lib/schedule/card.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { smallBank } from "./small-bank.ts";

type Migrate = (options: { databaseFile: string; folder?: string }) => Promise<string[]>;
const scripts = new URL("../../scripts/", import.meta.url);
export const { migrate } = (await import(fileURLToPath(new URL("migrate.mjs", scripts)))) as { migrate: Migrate };

export { expect } from "vitest";

/** Monday 4 May 2026, noon UTC: when tests begin. */
export const NOON = new Date("2026-05-04T12:00:00Z");
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** `NOON` and so much later. */
export function after(milliseconds: number): Date {
  return new Date(NOON.getTime() + milliseconds);
}

export interface Place {
  folder: string;
  /** The database's file and address. */
  databaseFile: string;
  url: string;
  db: PrismaClient;
  /** The learner `ada`, whose study day begins at 4 UTC. */
  ada: Learner;
  /** Another client of the same file; closed after the test. */
  open: () => PrismaClient;
}

/** The database each test has a copy of: migrated, with the small bank. */
async function makeBase(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "epoch-data-base-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const databaseFile = join(folder, "base.db");
  await migrate({ databaseFile });
  const db = openDatabase(`file:${databaseFile}`);
  await db.$transaction((tx) => storeBank(tx, smallBank(), NOON), { timeout: 60_000 });
  await db.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
  await db.$disconnect();
  return databaseFile;
}

// Made while the file is loaded, on nobody's time.
const baseFile = await makeBase();
// For a machine that has much else to do.
vi.setConfig({ testTimeout: 30_000 });

/** Tests that get a database of their own. */
export const test = base.extend<{ place: Place }>({
  place: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "epoch-data-"));
    const databaseFile = join(folder, "epoch.db");
    copyFileSync(baseFile, databaseFile);
    const url = `file:${databaseFile}`;
    const clients: PrismaClient[] = [];
    const open = () => {
      const client = openDatabase(url);
      clients.push(client);
      return client;
    };
    const db = open();
    await use({ folder, databaseFile, url, db, ada: await makeLearner(db, "ada"), open });
    await Promise.all(clients.map((client) => client.$disconnect()));
    rmSync(folder, { recursive: true, force: true });
  },
});

/** A learner in UTC with the default settings and what is given. */
export async function makeLearner(db: PrismaClient, id: string, given: Partial<Learner> = {}): Promise<Learner> {
  await db.learner.create({ data: { id } });
  const { learnerId, ...settings } = await db.settings.create({ data: { timeZone: "UTC", ...given, learnerId: id } });
  return { id: learnerId, ...settings };
}

/** The verdict that goes with a grade, as marking would give it. */
export function verdictOf(grade: Grade): Verdict {
  return {
    outcome: grade === "again" ? "wrong" : "right",
    read: "x",
    credit: grade === "again" ? 0 : 1,
    diagnosis: null,
  };
}

/** Opens a question of an item in the session of the day, in place of whatever is open. */
export async function ask(db: PrismaClient, learner: Learner, itemId: string, now: Date): Promise<Serving> {
  await db.serving.updateMany({ where: { openFor: learner.id }, data: { openFor: null } });
  const going = await openSession(db, learner.id, now, contextOf(learner, now));
  const serving = await serve(db, learner.id, itemId, going ?? (await beginSession(db, learner.id, now)), now);
  if (!serving) throw new Error(`${itemId} can't be asked`);
  return serving;
}

interface Given {
  grade?: Grade;
  at?: Date;
  seconds?: number;
  certainty?: Certainty | null;
}

/** Records an answer of that grade to a question that is open. */
export async function answerServing(
  db: PrismaClient,
  learner: Learner,
  serving: Serving,
  { grade = "good", at = NOON, seconds = 20, certainty = null }: Given = {},
): Promise<void> {
  await recordReview(db, learner, serving, { answer: null, verdict: verdictOf(grade), certainty, grade, at, seconds });
}

/** Asks an item and records an answer of that grade. */
export async function answer(
  db: PrismaClient,
  learner: Learner,
  itemId: string,
  { grade = "good", at = NOON, seconds = 20, certainty = null }: Given = {},
): Promise<Serving> {
  const serving = await ask(db, learner, itemId, at);
  await answerServing(db, learner, serving, { grade, at, seconds, certainty });
  return serving;
}
