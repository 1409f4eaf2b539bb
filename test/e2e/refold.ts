import { readFileSync } from "node:fs";
import { cardState } from "#app/_data/cards.ts";
import { openDatabase } from "#app/_data/client.ts";
import { foldLog, readLog } from "#app/_data/log.ts";

export interface Compared {
  itemId: string;
  stored: unknown;
  refolded: unknown;
}

// Run by the journeys as a process of its own, which sees the database as a server does: every card beside what its
// log amounts to, as JSON. The file's name stands in the first argument.
const [file] = process.argv.slice(2);
if (file === undefined || !readFileSync(file).subarray(0, 6).equals(Buffer.from("SQLite"))) {
  throw new Error(`refold needs a SQLite file, not ${file}`);
}
const db = openDatabase(`file:${file}`);
const cards = await db.card.findMany({ orderBy: { itemId: "asc" } });
const logged = await db.log.findMany({ distinct: ["learnerId", "itemId"], select: { learnerId: true, itemId: true } });
const compared: Compared[] = [];
for (const { learnerId, itemId } of logged) {
  const stored = cards.find((card) => card.itemId === itemId && card.learnerId === learnerId);
  const { rows } = await readLog(db, learnerId, itemId);
  compared.push({ itemId, stored: stored ? cardState(stored) : null, refolded: foldLog(rows) });
}
await db.$disconnect();
process.stdout.write(JSON.stringify(compared));
