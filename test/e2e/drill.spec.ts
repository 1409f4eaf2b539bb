import type { Page } from "@playwright/test";
import { showNumber } from "#lib/item/format.ts";
import { rightAnswer, wrongAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";
import { type Database, KINDS, type Kind, type StoredServing } from "./database.ts";

test.use({ theme: "drill" });

/** From Today, by Enter, to a question of the kind. */
async function begin(page: Page, database: Database, kind: Kind, wanted?: (definition: string) => boolean) {
  const itemId = await database.askOnly(kind, wanted);
  await open(page, "/");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/drill");
  await expect(page.getByRole("button", { name: /^(Check|Show the answer)/ })).toBeVisible();
  const serving = await database.openServing();
  expect(serving.itemId).toBe(itemId);
  return serving;
}

/** Presses Enter on a verdict and waits for the same item's next variant. */
async function goOn(page: Page, database: Database, before: StoredServing): Promise<StoredServing> {
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeHidden();
  await expect(page).toHaveURL("/drill");
  const serving = await database.openServing();
  expect(serving.itemId).toBe(before.itemId);
  expect(serving.id).not.toBe(before.id);
  expect(serving.variant.seed).not.toBe(before.variant.seed);
  return serving;
}

const verdict = (page: Page) => page.getByRole("region", { name: "Verdict" });
const headed = (page: Page, words: string) => verdict(page).getByRole("heading", { name: words });

for (const kind of KINDS.filter((other) => other !== "recall")) {
  test(`a ${kind} question is answered wrong, explained, asked anew and answered right, by keyboard`, async ({
    page,
    database,
  }) => {
    const first = await begin(page, database, kind);
    const { solution } = first.variant;
    const { answer: wrong, diagnosis } = wrongAnswer(first.variant);
    await writeAnswer(page, wrong);
    await page.keyboard.press("Enter");
    await expect(headed(page, "Not quite")).toBeVisible();
    expect(await database.reviews(first.id)).toMatchObject([
      { itemId: first.itemId, grade: "again", answer: wrong, verdict: { outcome: "wrong" } },
    ]);

    if (wrong.kind === "numeric" && solution.kind === "numeric") {
      await expect(verdict(page).getByRole("definition").nth(0)).toHaveText(wrong.text);
      await expect(verdict(page).getByRole("definition").nth(1)).toHaveText(showNumber(solution.key));
    }
    if (wrong.kind === "choice" && solution.kind === "choice") {
      await expect(page.locator("fieldset label").nth(solution.key)).toContainText("right");
      await expect(page.locator("fieldset label").nth(wrong.option)).toContainText("yours");
    }
    if (wrong.kind === "bug" && solution.kind === "bug") {
      const lines = page.getByRole("group", { name: "Code" }).locator("label");
      await expect(lines.nth(wrong.line - 1)).toContainText("yours");
      for (const { line } of solution.faults) await expect(lines.nth(line - 1)).toContainText("the bug");
      await expect(verdict(page)).toContainText(solution.faults[0].fix[0].trim());
    }
    if (wrong.kind === "multi" && solution.kind === "multi") {
      for (const [option, { correct }] of solution.options.entries()) {
        const words = correct ? ["right, missed", "right, yours"] : ["", "wrong, yours"];
        const label = page.locator("fieldset label").nth(option);
        await expect(label).toContainText(words[Number(wrong.ticked.includes(option))]);
        if (!correct && !wrong.ticked.includes(option)) await expect(label).not.toContainText(/right,|wrong,/);
      }
    }
    if (solution.kind === "expression") await expect(verdict(page)).toContainText(/At .+ yours .+ where .+ right/);
    if (wrong.kind === "match" && solution.kind === "match") {
      for (const [row, key] of solution.key.entries()) {
        const words = wrong.chosen[row] === key ? "✓ right:" : "✕ yours";
        await expect(
          page
            .locator("fieldset")
            .filter({ has: page.getByRole("radio") })
            .nth(row),
        ).toContainText(words);
      }
    }
    if (solution.kind === "order")
      await expect(page.getByRole("option").filter({ hasText: /too (early|late)$/ })).not.toHaveCount(0);
    if (solution.kind === "cloze") await expect(verdict(page)).toContainText(solution.blanks[0]?.[0] ?? "no blank");
    if (solution.kind === "tensor") await expect(page.getByLabel(/^Row \d+, column \d+, wrong$/).first()).toBeVisible();
    if (kind === "numeric" || kind === "tensor") expect(diagnosis).not.toBeNull();
    if (diagnosis) {
      const { name, conceptId, conceptTitle } = await database.misconception(diagnosis.misconception);
      await expect(verdict(page)).toContainText(`This is “${name}”`);
      const note = verdict(page).getByRole("link", { name: conceptTitle });
      await expect(note).toHaveAttribute("href", `/notes/${conceptId}`);
    }
    if ("trace" in solution && solution.trace.length > 0) {
      const rows = page.getByRole("region", { name: /^(How the engine got it|Step by step)$/ }).getByRole("listitem");
      await expect(rows).toHaveCount(solution.trace.length);
      await expect(rows.locator("p")).toHaveCount(diagnosis?.notes.length ?? 0);
    }

    const second = await goOn(page, database, first);
    const right = rightAnswer(second.variant);
    await writeAnswer(page, right);
    await page.keyboard.press("Enter");
    await expect(headed(page, "Right")).toBeVisible();
    expect(await database.reviews(second.id)).toMatchObject([
      { grade: "good", answer: right, verdict: { outcome: "right" } },
    ]);

    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "That is it for today" })).toBeVisible();
    await expect(page.getByText(/^\d+ answers, \d+ right, in \d+ min\.$/)).toBeVisible();
    const [item] = await database.all("SELECT title FROM Item WHERE id = ?", [first.itemId]);
    await expect(page.getByText(String(item?.title), { exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Coming back" })).toBeVisible();
  });
}

test("an open recall is committed when the model answer is shown, and the points ticked decide", async ({
  page,
  database,
}) => {
  const first = await begin(page, database, "recall");
  const { solution } = first.variant;
  if (solution.kind !== "recall") throw new Error(`${first.itemId} is no recall`);
  await page.keyboard.type("My own words\nin two lines");
  await page.keyboard.press("Alt+Enter");
  await expect(page.getByRole("heading", { name: "A model answer" })).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(solution.rubric.length);
  expect((await database.serving(first.id)).committed).toMatchObject({ text: "My own words\nin two lines" });
  expect(await database.reviews(first.id)).toEqual([]);

  await page.reload();
  await alive(page);
  const written = page.getByRole("textbox");
  await expect(written).toHaveValue("My own words\nin two lines");
  await expect(written).not.toBeEditable();
  await expect(page.getByRole("heading", { name: "A model answer" })).toBeVisible();

  await page.keyboard.press("Enter");
  await expect(headed(page, `0 of ${solution.rubric.length} points`)).toBeVisible();
  expect(await database.reviews(first.id)).toMatchObject([{ grade: "again", answer: { ticked: [] } }]);

  const second = await goOn(page, database, first);
  await page.keyboard.press("Alt+Enter");
  await expect(page.getByRole("heading", { name: "A model answer" })).toBeVisible();
  for (const point of solution.rubric.keys()) await page.keyboard.press(String(point + 1));
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(solution.rubric.length);
  await page.keyboard.press("Enter");
  await expect(headed(page, "Right")).toBeVisible();
  expect(await database.reviews(second.id)).toMatchObject([{ grade: "good" }]);
});

test("I don’t know counts as Again and shows everything, also from within a field", async ({ page, database }) => {
  const number = await begin(page, database, "numeric");
  await page.keyboard.press("x");
  await expect(headed(page, "Shown, not known yet")).toBeVisible();
  expect(await database.reviews(number.id)).toMatchObject([{ grade: "again", answer: null }]);

  const words = await begin(page, database, "cloze");
  await page.keyboard.type("exact");
  await expect(page.getByRole("textbox").first()).toHaveValue("exact");
  await page.keyboard.press("Alt+x");
  await expect(headed(page, "Shown, not known yet")).toBeVisible();
  expect(await database.reviews(words.id)).toMatchObject([{ grade: "again", answer: null }]);
});

test("a hint shows the next formula without its value, and a right answer after it, or by a guess, counts as Hard", async ({
  page,
  database,
}) => {
  const first = await begin(page, database, "numeric");
  const { solution } = first.variant;
  if (solution.kind !== "numeric") throw new Error(solution.kind);
  const hints = page.getByRole("list", { name: "Hints" }).getByRole("listitem");
  await expect(hints).toHaveCount(0);
  await page.keyboard.press("h");
  await expect(hints).toHaveCount(1);
  await page.reload();
  await alive(page);
  await expect(hints).toHaveCount(1);
  for (let taken = 2; taken <= solution.trace.length; taken++) {
    await page.getByRole("button", { name: "Hint" }).click();
    await expect(hints).toHaveCount(taken);
  }
  await expect(page.getByRole("button", { name: "Hint" })).toBeHidden();
  await page.getByRole("textbox").fill(String(solution.key));
  await page.keyboard.press("Enter");
  await expect(headed(page, "Right, with a hint")).toBeVisible();
  expect(await database.reviews(first.id)).toMatchObject([{ grade: "hard" }]);

  const second = await goOn(page, database, first);
  if (second.variant.solution.kind !== "numeric") throw new Error(second.variant.solution.kind);
  await page.keyboard.press("g");
  await expect(page.getByRole("button", { name: "A guess", pressed: true })).toBeVisible();
  await page.keyboard.type(String(second.variant.solution.key));
  await page.keyboard.press("Enter");
  await expect(headed(page, "Right, by a guess")).toBeVisible();
  expect(await database.reviews(second.id)).toMatchObject([{ grade: "hard", certainty: 1 }]);
});

test("undo takes back the latest answer: the card is as before, and the item is asked with another variant", async ({
  page,
  database,
}) => {
  const first = await begin(page, database, "numeric");
  await page.keyboard.press("x");
  await expect(headed(page, "Shown, not known yet")).toBeVisible();
  const before = await database.card(first.itemId);
  expect(before).toMatchObject({ state: "learning", reps: 1 });

  const second = await goOn(page, database, first);
  await page.keyboard.type(String(second.variant.solution.kind === "numeric" && second.variant.solution.key));
  await page.keyboard.press("Enter");
  await expect(headed(page, "Right")).toBeVisible();
  expect(await database.card(first.itemId)).toMatchObject({ state: "review", reps: 2 });
  const rows = await database.countLog();

  await page.keyboard.press("u");
  await expect(verdict(page)).toBeHidden();
  const third = await database.openServing();
  expect(third.itemId).toBe(first.itemId);
  expect(third.variant.seed).not.toBe(second.variant.seed);
  expect(await database.card(first.itemId)).toEqual(before);
  const [review] = await database.reviews(second.id);
  expect(await database.all("SELECT kind, undoes FROM Log ORDER BY seq DESC LIMIT 1")).toMatchObject([
    { kind: "undo", undoes: review?.seq },
  ]);
  expect(await database.countLog()).toBe(rows + 1);

  await page.keyboard.press("u");
  await expect(async () => expect((await database.openServing()).id).not.toBe(third.id)).toPass();
  expect(await database.card(first.itemId)).toBeNull();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a question is answered by touch alone", async ({ page, database }) => {
    const itemId = await database.askOnly("choice");
    await open(page, "/");
    await page.getByRole("link", { name: /^(Start|Go on)/ }).tap();
    await expect(page.getByRole("button", { name: "Check" })).toBeVisible();
    const { id, variant } = await database.openServing();
    const { answer } = wrongAnswer(variant);
    if (answer.kind !== "choice") throw new Error(`${itemId} is no choice`);
    await page.locator("fieldset label").nth(answer.option).tap();
    await page.getByRole("button", { name: "Check" }).tap();
    await expect(headed(page, "Not quite")).toBeInViewport();
    expect(await database.reviews(id)).toMatchObject([{ itemId, answer }]);
    await page.getByRole("button", { name: "Next" }).tap();
    await expect(page.getByRole("button", { name: "Check" })).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect.poll(() => database.card(itemId)).toBeNull();
    await page.getByRole("button", { name: "I don’t know" }).tap();
    await expect(headed(page, "Shown, not known yet")).toBeVisible();
  });
});
