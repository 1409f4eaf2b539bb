import "server-only";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { type Prisma, PrismaClient } from "#prisma/client/client.ts";

/** The client itself or one inside a transaction. */
export type Db = Prisma.TransactionClient;

export function openDatabase(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaLibSql({ url, timeout: 5000, concurrency: 1 }) });
}

/** Longest that a request waits for its turn, and that a transaction may take: storing a large document, say. */
const PATIENCE = { maxWait: 10_000, timeout: 60_000 };

/**
 * Runs `work` in one transaction that holds the write lock from the start. SQLite refuses a write that follows a read
 * when another process has written in between; with the lock taken first, what was read still holds.
 */
export function writing<T>(db: PrismaClient, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE Learner SET id = id WHERE 0`;
    return work(tx);
  }, PATIENCE);
}

const shared = globalThis as { epochDatabase?: PrismaClient };

/** The one database of this process, DATABASE_URL's. */
export function database(): PrismaClient {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set; start the app with npm start");
  shared.epochDatabase ??= openDatabase(url);
  return shared.epochDatabase;
}
