import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./child.mjs";
import { Failure } from "./failure.mjs";
import { migrate } from "./migrate.mjs";
import { root } from "./settings.mjs";
import { hashOf } from "./stamp.mjs";

/** Brings the database up to date: migrations first, then the bank of items from the content. */
export async function fillDatabase({ databaseFile, databaseUrl, say, onStart }) {
  const applied = await migrate({ databaseFile, say });
  if (applied.length > 0) say(`Applied ${applied.length === 1 ? "a migration" : `${applied.length} migrations`}.`);
  const mark = contentMark();
  if ((await readMark(databaseFile)) === mark) return;
  if (!existsSync(join(root, "prisma", "seed.ts")))
    throw new Failure("prisma/seed.ts, which fills the bank, is missing.");
  say("Filling the bank …");
  const seed = ["node", "--conditions=react-server", "--import", "tsx", "prisma/seed.ts"];
  const { code } = await run(seed, { env: { DATABASE_URL: databaseUrl }, onStart });
  if (code !== 0) throw new Failure(`Filling the bank failed (exit code ${code}); its message stands above.`);
  await writeMark(databaseFile, mark);
}

/**
 * What the bank was filled from, as a number that fits SQLite's `user_version`. Kept in the database itself, the
 * mark travels with every copy: a restored backup is filled again exactly when it is older than the content.
 */
function contentMark() {
  const sources = ["content", "lib", "engine", "prisma", "app/_data", "scripts/content-files.ts", "package-lock.json"];
  const hash = hashOf(sources, [], { except: ["prisma/client/", "prisma/backups/"] });
  return Number.parseInt(hash.slice(0, 8), 16) & 0x7fffffff || 1;
}

async function withDatabase(databaseFile, work) {
  const { createClient } = await import("@libsql/client");
  const client = createClient({ url: `file:${databaseFile}`, timeout: 10_000, concurrency: 1 });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

function readMark(databaseFile) {
  return withDatabase(databaseFile, async (client) => {
    const { rows } = await client.execute("PRAGMA user_version");
    return Number(rows[0].user_version);
  });
}

function writeMark(databaseFile, mark) {
  return withDatabase(databaseFile, (client) => client.execute(`PRAGMA user_version=${mark}`));
}
