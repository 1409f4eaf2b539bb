import type { Page } from "@playwright/test";
import { actionOf } from "./actions.ts";
import { rightAnswer, wrongAnswer, writeAnswer } from "./answers.ts";
import { alive, expect, open, test } from "./app.ts";
import { type Database, KINDS, type Kind } from "./database.ts";
import { refold } from "./refolded.ts";

test.use({ theme: "durability" });

async function ask(page: Page, database: Database, kind: Kind) {
  await database.askOnly(kind);
  await open(page, "/drill");
  return database.openServing();
}

const verdict = (page: Page) => page.getByRole("region", { name: "Verdict" });

for (const kind of KINDS.filter((other) => other !== "recall")) {
  test(`a draft of a ${kind} answer and its verdict both survive a reload`, async ({ page, database }) => {
    const { id, variant } = await ask(page, database, kind);
    /** What fields hold and what is chosen, and the order of a list. */
    const entered = () =>
      page
        .getByRole("main")
        .locator("input, [data-row]")
        .evaluateAll((all) =>
          all.map((one) => {
            if (!(one instanceof HTMLInputElement)) return one.textContent;
            return one.type === "text" ? one.value : one.checked;
          }),
        );
    const blank = await entered();
    await writeAnswer(page, wrongAnswer(variant).answer);
    const draft = await entered();
    expect(draft).not.toEqual(blank);
    await page.reload();
    await alive(page);
    expect(await entered()).toEqual(draft);

    await page.keyboard.press("Enter");
    await expect(verdict(page)).toBeVisible();
    const main = page.getByRole("main");
    const untimed = async () => (await main.innerText()).replace(/\d+\.\d\d ms/, "");
    const shown = await untimed();
    await page.reload();
    await alive(page);
    expect(await untimed()).toBe(shown);
    expect(await database.reviews(id)).toHaveLength(1);
  });
}

test("Enter pressed twice, held down, or Check clicked twice gives one review", async ({ page, database }) => {
  const twice = await ask(page, database, "cloze");
  await writeAnswer(page, rightAnswer(twice.variant));
  await Promise.all([page.keyboard.press("Enter"), page.keyboard.press("Enter")]);
  await expect(verdict(page)).toBeVisible();
  expect(await database.reviews(twice.id)).toHaveLength(1);

  const clicked = await ask(page, database, "choice");
  await writeAnswer(page, wrongAnswer(clicked.variant).answer);
  await page.getByRole("button", { name: "Check" }).dblclick();
  await expect.poll(() => database.reviews(clicked.id)).toHaveLength(1);

  const held = await ask(page, database, "recall");
  const before = await database.countLog();
  const button = page.getByRole("button", { name: "Show the answer" });
  await button.focus();
  // A second press without a release in between is what a held key sends.
  for (let repeat = 0; repeat < 15; repeat++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(page.getByRole("heading", { name: "A model answer" })).toBeVisible();
  expect(await database.countLog()).toBe(before);
  for (let repeat = 0; repeat < 15; repeat++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(verdict(page)).toBeVisible();
  expect(await database.reviews(held.id)).toHaveLength(1);
  expect(await database.countLog()).toBe(before + 1);
});

test("two tabs that answer the same question make one review, and the second is shown the first’s verdict", async ({
  page,
  context,
  database,
}) => {
  const { id, variant } = await ask(page, database, "choice");
  const other = await context.newPage();
  await open(other, "/drill");
  expect((await database.openServing()).id).toBe(id);
  await writeAnswer(page, wrongAnswer(variant).answer);
  await page.keyboard.press("Enter");
  await expect(verdict(page).getByRole("heading", { name: "Not quite" })).toBeVisible();
  await writeAnswer(other, rightAnswer(variant));
  await other.keyboard.press("Enter");
  await expect(verdict(other).getByRole("heading", { name: "Not quite" })).toBeVisible();
  expect(await database.reviews(id)).toMatchObject([{ grade: "again" }]);
});

test("one answer sent ten times at once is one review", async ({ page, database }) => {
  const { id, itemId, variant } = await ask(page, database, "numeric");
  await page.getByRole("textbox").fill("unreadable");
  const answerAction = await actionOf(page, () => page.keyboard.press("Enter"));
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible();
  const call = [{ servingId: id, answer: rightAnswer(variant), seconds: 3 }];
  const replies = await Promise.all(Array.from({ length: 10 }, () => answerAction.call(call)));
  expect(replies.map(({ status, body }) => [status, body.includes('"kind":"answered"')])).toEqual(
    Array.from({ length: 10 }, () => [200, true]),
  );
  expect(await database.reviews(id)).toMatchObject([{ itemId, grade: "good" }]);
  expect(await database.card(itemId)).toMatchObject({ reps: 1 });
});

test.describe("a server that is killed", () => {
  test.use({ expectedProblems: [/Failed to load resource: net::ERR_/] });

  test("twenty times between an answer and the next question loses no acknowledged review", async ({
    page,
    server,
    database,
  }) => {
    test.setTimeout(180_000);
    await database.askEverything();
    await open(page, "/drill");
    const alert = page.getByRole("alert").filter({ hasText: "The server did not answer" });
    const acknowledged: string[] = [];
    for (let round = 0; round < 20; round++) {
      const { id } = await database.openServing();
      await page.keyboard.press("Alt+x");
      // Every other time the server is killed in the middle of the request.
      if (round % 2 === 0) await expect(verdict(page)).toBeVisible();
      else await new Promise((resolve) => setTimeout(resolve, round));
      await server.kill9();
      await expect(verdict(page).or(alert).first()).toBeVisible();
      if (await verdict(page).isVisible()) {
        acknowledged.push(id);
        expect(await database.reviews(id)).toHaveLength(1);
      }
      // With the server gone, the next question is there already or the page says that it can't be fetched.
      if (round % 4 === 0) {
        await page.keyboard.press("Enter");
        await expect(alert.or(page.getByRole("button", { name: /^(Check|Show the answer)/ })).first()).toBeVisible();
      }
      await server.restart();
      if (!acknowledged.includes(id)) {
        await page.keyboard.press("Alt+x");
        await expect(verdict(page)).toBeVisible();
      }
      expect(await database.reviews(id)).toHaveLength(1);
      if (await verdict(page).isVisible()) await page.keyboard.press("Enter");
      await expect(verdict(page)).toBeHidden();
      expect((await database.openServing()).id).not.toBe(id);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(10);
    const logged = (await database.reviews()).map(({ servingId }) => servingId);
    expect(logged).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(logged).size).toBe(logged.length);
    const compared = await refold(server);
    expect(compared.length).toBeGreaterThan(10);
    expect(compared.map(({ stored }) => stored)).toEqual(compared.map(({ refolded }) => refolded));
  });

  test("leaves the answer in its field, and says so", async ({ page, server, database }) => {
    const { id, variant } = await ask(page, database, "numeric");
    const answer = rightAnswer(variant);
    await writeAnswer(page, answer);
    await server.kill9();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveText(
      "The server did not answer. Your answer is still here; try again in a moment.",
    );
    await expect(page.getByRole("textbox")).toHaveValue(answer.kind === "numeric" ? answer.text : "");
    await page.keyboard.press("Alt+u");
    await expect(page.getByRole("alert").filter({ hasText: "The server did not answer" })).toBeVisible();
    await server.restart();
    await page.keyboard.press("Enter");
    await expect(verdict(page).getByRole("heading", { name: "Right" })).toBeVisible();
    expect(await database.reviews(id)).toHaveLength(1);
  });
});
