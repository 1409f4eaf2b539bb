import { storeBank } from "#app/_data/bank-store.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { challenges } from "#content/challenges.ts";
import { programs } from "#content/programs.ts";
import { notesToBank } from "#lib/bank/bank.ts";
import { loadChallenge } from "../scripts/challenge-files.ts";
import { contentFiles, programItem } from "../scripts/content-files.ts";

const bank = notesToBank(contentFiles(".md", ".yml"));
if (bank.problems.length > 0) {
  for (const { file, line, message } of bank.problems) console.error(`${file}:${line}: ${message}`);
  throw new Error(`The bank has ${bank.problems.length} problems; npm run check lists them`);
}

const documents = challenges.map((definition) => loadChallenge(definition).document);
const noted = new Set(bank.concepts.map(({ id }) => id));
// An area without notes has its challenges under a concept of its own name, which has no page.
const bare = bank.areas.filter(({ id }) => !noted.has(id) && documents.some(({ concept }) => concept === id));
const sources = contentFiles(".items.ts");
const computed = programs.map((program) => programItem(program, sources));
const items = [...bank.items, ...computed];

const db = database();
await db.$transaction(
  async (tx) => {
    await storeBank(
      tx,
      {
        areas: bank.areas.map(({ id, title, weight }, position) => ({ id, title, weight, position })),
        concepts: [
          ...bank.concepts.map(({ id, title, area, order, needs, body }) => ({
            id,
            title,
            areaId: area,
            position: order,
            needs,
            body,
            materialId: null,
          })),
          ...bare.map(({ id, title }, i) => ({
            id,
            title,
            areaId: id,
            position: bank.concepts.length + i,
            needs: [],
            body: "",
            materialId: null,
          })),
        ],
        items,
        challenges: documents.map(({ id, concept, title }) => ({ slug: id, concept, title })),
        misconceptions: bank.misconceptions.map(({ id, name, claim, truth, taught: conceptId }) => ({
          id,
          name,
          claim,
          truth,
          conceptId,
        })),
      },
      new Date(),
    );
    await currentLearner(tx);
  },
  { timeout: 60_000 },
);
await db.$disconnect();
console.log(`The bank has ${items.length} items in ${bank.concepts.length} notes, and ${documents.length} challenges.`);
