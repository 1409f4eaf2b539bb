import { askable, findMisconception } from "#app/_data/bank.ts";
import { storeBank } from "#app/_data/bank-store.ts";
import { decideDraft, storeMaterial } from "#app/_data/material.ts";
import { findNote, listNotes } from "#app/_data/notes.ts";
import { queueInput } from "#app/_data/queue.ts";
import { currentServing } from "#app/_data/servings.ts";
import { plan } from "#lib/schedule/queue.ts";
import type { Learner } from "#app/_data/learner.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { after, answer, DAY, expect, MINUTE, NOON, test } from "./drill-test.ts";
import { KERNELS } from "./kernels.ts";
import { cloze, smallBank, somePrograms } from "./small-bank.ts";

async function storedBank(db: PrismaClient) {
  return {
    areas: await db.area.findMany(),
    concepts: await db.concept.findMany(),
    items: await db.item.findMany(),
    misconceptions: await db.misconception.findMany(),
  };
}

/** The bank without an item, a concept with what is in it, or a misconception. */
function without(id: string) {
  const bank = smallBank();
  return {
    ...bank,
    items: bank.items.filter((item) => item.id !== id && item.concept !== id),
    concepts: bank.concepts.filter((concept) => concept.id !== id),
    misconceptions: bank.misconceptions.filter((misconception) => misconception.id !== id),
  };
}

test("the bank stored is the bank given, and storing it again changes nothing", async ({ place: { db } }) => {
  const before = await storedBank(db);
  const { items, challenges } = smallBank();
  expect(before.items.map(({ id }) => id).sort()).toEqual(
    [...items.map(({ id }) => id), ...challenges.map(({ slug }) => `challenge/${slug}`)].sort(),
  );
  expect(before.items.find(({ id }) => id === "layer/width")).toEqual({
    id: "layer/width",
    conceptId: "layer",
    kind: "cloze",
    version: 1,
    title: "width",
    rule: "authored",
    definition: cloze("layer", "width"),
    status: "active",
    position: 4,
    targets: [],
  });
  expect(before.items.find(({ id }) => id === "neuron/bias")?.targets).toEqual(["inverse-for-itself"]);
  await storeBank(db, smallBank(), after(DAY));
  expect(await storedBank(db)).toEqual(before);
});

test("an item that is missing is retired with its cards and log, and is itself again when it comes back", async ({
  place: { db, ada },
}) => {
  await answer(db, ada, "neuron/bias");
  const kept = async () => [await db.card.findMany(), await db.log.findMany(), await db.serving.findMany()];
  const before = await kept();
  await storeBank(db, without("neuron/bias"), after(MINUTE));
  expect(await db.item.findUnique({ where: { id: "neuron/bias" } })).toMatchObject({ status: "retired" });
  expect(await kept()).toEqual(before);
  expect(await askable(db, "neuron/bias")).toBe(null);
  expect((await queueInput(db, ada, null, NOON)).cards).toEqual([]);

  await storeBank(db, smallBank(), after(2 * MINUTE));
  expect(await askable(db, "neuron/bias")).toMatchObject({ id: "neuron/bias" });
  expect((await queueInput(db, ada, null, NOON)).cards.map(({ itemId }) => itemId)).toEqual(["neuron/bias"]);
});

test("a concept that is missing is retired with its items and no longer holds anything back", async ({ place }) => {
  const { db, ada } = place;
  await storeBank(db, without("layer"), after(MINUTE));
  expect(await db.concept.findUnique({ where: { id: "layer" } })).toMatchObject({ retiredAt: after(MINUTE) });
  expect(await db.item.findMany({ where: { conceptId: "layer" }, select: { status: true } })).toEqual([
    { status: "retired" },
    { status: "retired" },
  ]);
  expect(await findNote(db, "layer")).toBe(null);
  const begins = plan(await queueInput(db, { ...ada, minutesPerDay: 600 }, null, NOON)).items;
  expect(new Set(begins.map(({ conceptId }) => conceptId))).toEqual(new Set(["neuron", "network"]));

  await storeBank(db, without("neuron"), after(2 * MINUTE));
  expect(await db.concept.findUnique({ where: { id: "layer" } })).toMatchObject({ retiredAt: null });
  expect(await db.concept.findUnique({ where: { id: "neuron" } })).toMatchObject({ retiredAt: after(2 * MINUTE) });
});

test("the time a concept was retired does not move when the bank is stored again", async ({ place: { db } }) => {
  await storeBank(db, without("layer"), after(MINUTE));
  await storeBank(db, without("layer"), after(DAY));
  expect(await db.concept.findUnique({ where: { id: "layer" } })).toMatchObject({ retiredAt: after(MINUTE) });
});

test("a retired misconception keeps its name, which old verdicts refer to", async ({ place: { db } }) => {
  await storeBank(db, without("inverse-for-itself"), after(MINUTE));
  expect(await db.misconception.findFirst()).toMatchObject({ retiredAt: after(MINUTE) });
  expect(await findMisconception(db, "inverse-for-itself")).toEqual({
    id: "inverse-for-itself",
    name: "The inverse for the thing itself",
    claim: "A thing and its inverse are the same.",
    truth: "They undo each other.",
    concept: { id: "neuron", title: "neuron" },
  });
  await storeBank(db, smallBank(), after(2 * MINUTE));
  expect(await db.misconception.findFirst()).toMatchObject({ retiredAt: null });
});

test("an item whose text changed is asked in its new wording; its card stays", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/weight");
  const bank = smallBank();
  const items = bank.items.map((item) =>
    item.id === "neuron/weight" ? { ...cloze("neuron", "weight"), version: 2, text: "Each input has a [[1]]." } : item,
  );
  await storeBank(db, { ...bank, items }, after(MINUTE));
  expect(await askable(db, "neuron/weight")).toMatchObject({ version: 2, text: "Each input has a [[1]]." });
  expect(await db.card.count()).toBe(1);
});

test("storing the bank never touches imported material", async ({ place: { db } }) => {
  const { imported } = await storeMaterial(db, "kernels.md", Buffer.from(KERNELS), NOON);
  expect(imported.items).toHaveLength(2);
  await decideDraft(db, imported.items[0].id, "active");
  const material = async () => [
    await db.material.findMany(),
    await db.concept.findMany({ where: { materialId: { not: null } } }),
    await db.item.findMany({ where: { concept: { materialId: { not: null } } } }),
  ];
  const before = await material();
  await storeBank(db, without("neuron"), after(MINUTE));
  expect(await material()).toEqual(before);
});

/** Everything new that could be asked, were there no limits. */
async function open(db: PrismaClient, ada: Learner, now: Date): Promise<Set<string>> {
  const input = await queueInput(db, ada, null, now);
  const { items } = plan({ ...input, budgetMinutes: null, newPerDay: null });
  return new Set(items.filter(({ reason }) => reason.kind === "new").map(({ conceptId }) => conceptId));
}

test("a concept opens when three items of what it needs were answered right unaided", async ({ place }) => {
  const { db, ada } = place;
  expect(await open(db, ada, NOON)).toEqual(new Set(["neuron"]));
  await answer(db, ada, "neuron/bias");
  await answer(db, ada, "neuron/weight", { at: after(MINUTE) });
  await answer(db, ada, "neuron/gain", { at: after(2 * MINUTE), grade: "hard" });
  await answer(db, ada, "neuron/slope", { at: after(3 * MINUTE), grade: "again" });
  expect(await open(db, ada, after(4 * MINUTE))).toEqual(new Set());
  await answer(db, ada, "neuron/slope", { at: after(20 * MINUTE) });
  expect(await open(db, ada, after(21 * MINUTE))).toEqual(new Set(["layer"]));
});

test("a concept of two items is met when both were right, and what needs it opens next", async ({ place }) => {
  const { db, ada } = place;
  for (const item of ["neuron/bias", "neuron/weight", "neuron/gain", "layer/width"]) await answer(db, ada, item);
  expect(await open(db, ada, NOON)).toEqual(new Set(["neuron", "layer"]));
  await answer(db, ada, "layer/rank");
  expect(await open(db, ada, NOON)).toEqual(new Set(["neuron", "network"]));
  await answer(db, ada, "network/depth");
  await answer(db, ada, "network/loss");
  const taught = somePrograms.map((program) => program.concept);
  expect(await open(db, ada, NOON)).toEqual(new Set(["neuron", ...taught]));
});

test("what was once right unaided stays so after a lapse, and an undone answer does not count", async ({ place }) => {
  const { db, ada } = place;
  for (const item of ["neuron/bias", "neuron/weight", "neuron/gain"]) await answer(db, ada, item);
  await answer(db, ada, "neuron/gain", { grade: "again", at: after(3 * DAY) });
  expect(await open(db, ada, after(3 * DAY))).toEqual(new Set(["neuron", "layer"]));
  await db.log.create({
    data: { learnerId: "ada", itemId: "neuron/bias", kind: "undo", at: after(3 * DAY), undoes: 1 },
  });
  await answer(db, ada, "neuron/bias", { grade: "again", at: after(3 * DAY) });
  expect(await open(db, ada, after(3 * DAY))).toEqual(new Set(["neuron"]));
});

test("the day's number of new items is kept over the sessions of a day, and counts anew the next", async ({
  place,
}) => {
  const { db, ada } = place;
  const careful = { ...ada, newPerDay: 2 };
  await answer(db, careful, "neuron/bias");
  await answer(db, careful, "neuron/weight", { at: after(MINUTE) });
  expect(await currentServing(db, careful, after(2 * MINUTE))).toBe(null);
  expect((await currentServing(db, careful, after(DAY)))?.concept.id).toBe("neuron");
});

test("notes count what was answered right unaided, of what is asked", async ({ place: { db, ada } }) => {
  await answer(db, ada, "neuron/bias");
  await answer(db, ada, "neuron/weight", { grade: "again" });
  const [area] = await listNotes(db, "ada");
  expect(area.notes.slice(0, 2)).toEqual([
    { id: "neuron", title: "neuron", items: 4, right: 1 },
    { id: "layer", title: "layer", items: 2, right: 0 },
  ]);
  expect(await findNote(db, "layer")).toMatchObject({
    area: "Ground",
    needs: [{ id: "neuron", title: "neuron" }],
    leadsTo: [{ id: "network", title: "network" }],
    items: 2,
  });
});
