import { askable } from "#app/_data/bank.ts";
import { decideDraft, findDrafts, listMaterial, storeMaterial } from "#app/_data/material.ts";
import { queueInput } from "#app/_data/queue.ts";
import { currentServing } from "#app/_data/servings.ts";
import { after, answer, expect, MINUTE, NOON, test } from "./drill-test.ts";
import { KERNELS } from "./kernels.ts";

const bytes = (text: string) => Buffer.from(text);
const STRIDE = "import-kernels-stride/question-what-does-a-stride-of-two-do-to-the-size-of-a-feature-map";
const PADDING = "import-kernels-padding/question-what-does-a-border-of-zeros-do-for-a-picture";

test("a document is stored with its questions as drafts, after the project's own concepts", async ({ place }) => {
  const { db } = place;
  const { id, isNew } = await storeMaterial(db, "kernels.md", bytes(KERNELS), NOON);
  expect({ id, isNew }).toEqual({ id: "kernels", isNew: true });
  expect(await db.material.findFirst()).toMatchObject({
    name: "kernels.md",
    title: "Kernels",
    format: "markdown",
    repaired: null,
    text: KERNELS,
    importedAt: NOON,
  });
  const stored = await db.item.findMany({
    where: { concept: { materialId: "kernels" } },
    orderBy: { position: "asc" },
  });
  expect(stored.map((item) => [item.id, item.status, item.kind])).toEqual([
    [STRIDE, "draft", "recall"],
    [PADDING, "draft", "recall"],
  ]);
  const order = await db.concept.findMany({ orderBy: { position: "asc" }, select: { id: true } });
  expect(order.slice(-2).map((concept) => concept.id)).toEqual(["import-kernels-stride", "import-kernels-padding"]);
});

test("the same bytes are stored once, under whatever name, and what was decided stands", async ({ place: { db } }) => {
  await storeMaterial(db, "kernels.md", bytes(KERNELS), NOON);
  await decideDraft(db, STRIDE, "active");
  const again = await storeMaterial(db, "copy of kernels.md", bytes(KERNELS), after(MINUTE));
  expect({ id: again.id, isNew: again.isNew }).toEqual({ id: "kernels", isNew: false });
  expect(again.imported.items.map(({ id }) => id)).toEqual([STRIDE, PADDING]);
  expect(await listMaterial(db)).toEqual([
    {
      id: "kernels",
      name: "kernels.md",
      title: "Kernels",
      importedAt: NOON,
      repaired: null,
      drafts: 1,
      accepted: 1,
      rejected: 0,
    },
  ]);
});

test("the same bytes sent five times at once are stored once", async ({ place: { db } }) => {
  const sent = Array.from({ length: 5 }, () => storeMaterial(db, "kernels.md", bytes(KERNELS), NOON));
  const results = await Promise.all(sent);
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(results.map(({ id }) => id))).toEqual(new Set(["kernels"]));
  expect(await db.item.count({ where: { concept: { materialId: "kernels" } } })).toBe(2);
});

test("another document under the same name stands beside the first", async ({ place: { db } }) => {
  await storeMaterial(db, "kernels.md", bytes(KERNELS), NOON);
  await decideDraft(db, STRIDE, "rejected");
  const longer = KERNELS.replace("two places", "two whole places");
  expect((await storeMaterial(db, "kernels.md", bytes(longer), after(MINUTE))).id).toBe("kernels-2");
  expect((await storeMaterial(db, "Kernels!.md", bytes(`${longer}\n`), after(2 * MINUTE))).id).toBe("kernels-3");
  expect((await listMaterial(db)).map(({ name, drafts, rejected }) => [name, drafts, rejected])).toEqual([
    ["kernels-3.md", 2, 0],
    ["kernels-2.md", 2, 0],
    ["kernels.md", 1, 1],
  ]);
});

test.for([
  ["a document and a heading that read like another's", "net.md", "## Loss gates", "net-loss.md", "## Gates"],
  ["names that differ only in an accent", "Übung.md", "## Gates", "ubung.md", "## Gates"],
  ["names without a Latin letter", "注意.md", "## Gates", "記憶.md", "## Gates"],
  ["long names that begin alike", `${"gate ".repeat(20)}one.md`, "## Gates", `${"gate ".repeat(20)}two.md`, "## Gates"],
])("%s keep their questions apart", async ([, name, heading, otherName, otherHeading], { place: { db } }) => {
  const question = "Q: What does a gate do here? A: It multiplies the state by a number between zero and one.";
  const first = await storeMaterial(db, name, bytes(`${heading}\n\n${question}\n`), NOON);
  const [{ item }] = (await findDrafts(db, first.id))?.items ?? [];
  await decideDraft(db, item.id, "active");
  const second = await storeMaterial(db, otherName, bytes(`${otherHeading}\n\nMore.\n\n${question}\n`), after(MINUTE));
  expect(second.id).not.toBe(first.id);
  expect((await findDrafts(db, first.id))?.items.map(({ status }) => status)).toEqual(["active"]);
  expect((await findDrafts(db, second.id))?.items.map(({ status }) => status)).toEqual(["draft"]);
});

test("a damaged document says what was repaired, and keeps the text as it was read", async ({ place: { db } }) => {
  const damaged = "## What is Œ∏ in a network?\n\nŒ∏ stands for all weights and biases that training changes.\n";
  await storeMaterial(db, "theta.md", bytes(damaged), NOON);
  expect(await db.material.findFirst()).toMatchObject({
    repaired: "read as mac-roman",
    text: "## What is θ in a network?\n\nθ stands for all weights and biases that training changes.\n",
  });
});

test("a document without questions is kept all the same", async ({ place: { db } }) => {
  const { id, imported } = await storeMaterial(db, "empty.txt", bytes("Nothing to see."), NOON);
  expect(imported.items).toEqual([]);
  expect(await findDrafts(db, id)).toEqual({ title: "empty", items: [] });
});

test("a document that can't be stored whole is not stored at all", async ({ place: { db } }) => {
  await db.$executeRaw`CREATE TRIGGER fails BEFORE INSERT ON Item WHEN NEW.id LIKE '%border-of-zeros%'
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`;
  const concepts = await db.concept.count();
  await expect(storeMaterial(db, "kernels.md", bytes(KERNELS), NOON)).rejects.toMatchObject({ code: "P2003" });
  expect([await db.material.count(), await db.concept.count()]).toEqual([0, concepts]);
});

test("a draft is never asked, an accepted one is, a rejected one no longer", async ({ place: { db, ada } }) => {
  await storeMaterial(db, "kernels.md", bytes(KERNELS), NOON);
  const offered = async () =>
    (await queueInput(db, ada, null, NOON)).newItems
      .map(({ itemId }) => itemId)
      .filter((id) => id.startsWith("import"));
  expect(await offered()).toEqual([]);
  expect(await askable(db, STRIDE)).toBe(null);
  expect(await decideDraft(db, STRIDE, "active")).toBe(true);
  expect(await offered()).toEqual([STRIDE]);
  await answer(db, ada, STRIDE);
  expect((await queueInput(db, ada, null, NOON)).cards.map(({ itemId }) => itemId)).toEqual([STRIDE]);
  expect(await decideDraft(db, STRIDE, "rejected")).toBe(true);
  expect((await queueInput(db, ada, null, NOON)).cards).toEqual([]);
  expect(await askable(db, STRIDE)).toBe(null);
  expect(await decideDraft(db, STRIDE, "draft")).toBe(true);
  expect(await db.card.count()).toBe(1);
});

test("an accepted question is asked when its turn comes", async ({ place: { db, ada } }) => {
  await db.item.updateMany({ data: { status: "retired" } });
  await storeMaterial(db, "kernels.md", bytes(KERNELS), NOON);
  expect(await currentServing(db, ada, NOON)).toBe(null);
  await decideDraft(db, PADDING, "active");
  expect(await currentServing(db, ada, NOON)).toMatchObject({
    itemId: PADDING,
    variant: { question: { kind: "recall", prompt: "What does a border of zeros do for a picture?" } },
  });
});

test("only questions of imported material can be decided on", async ({ place: { db } }) => {
  expect(await decideDraft(db, "neuron/bias", "rejected")).toBe(false);
  expect(await decideDraft(db, "no/such", "active")).toBe(false);
  expect(await db.item.findUnique({ where: { id: "neuron/bias" } })).toMatchObject({ status: "active" });
  expect(await findDrafts(db, "no-such-document")).toBe(null);
});
