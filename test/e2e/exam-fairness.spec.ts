import type { Page } from "@playwright/test";
import { actionOf } from "./actions.ts";
import { alive, expect, open, test } from "./app.ts";
import { beginExam, examAnswers, examRow, handIn, letPass, loggedAnswers, question, saved } from "./exams.ts";

test.use({ theme: "exam fairness" });

const chosen = (page: Page) => page.getByRole("radio", { checked: true });
const option = (page: Page, number: number) => page.getByRole("radio").nth(number - 1);
const left = async (page: Page) => {
  const [minutes, seconds] = (await page.getByRole("button", { name: "Time left" }).innerText()).split(":").map(Number);
  return minutes * 60 + seconds;
};

test("two tabs: the answer typed later stays, and the other tab shows it when it is looked at", async ({
  page,
  context,
  database,
}) => {
  const exam = await beginExam(page, database);
  const other = await context.newPage();
  await open(other, `/exam/${exam}`);
  await page.keyboard.press("1");
  await saved(page);
  await other.keyboard.press("2");
  await saved(other);
  expect((await examAnswers(database, exam))[0]).toEqual({ kind: "choice", option: 1 });
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(option(page, 2)).toBeChecked();
  await page.keyboard.press("f");
  await saved(page);
  expect((await examAnswers(database, exam))[0]).toEqual({ kind: "choice", option: 1 });
});

test("a reload keeps answers, flags, the place and the time", async ({ page, database }) => {
  await beginExam(page, database);
  await page.keyboard.press("2");
  await page.keyboard.press("f");
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  await page.waitForTimeout(1500);
  const before = await left(page);
  // Right after a change, before it was sent.
  await page.keyboard.press("2");
  await page.reload();
  await alive(page);
  await question(page, 2);
  await expect(option(page, 2)).toBeChecked();
  await saved(page);
  expect(await left(page)).toBeLessThanOrEqual(before);
  await page.keyboard.press("k");
  await expect(option(page, 2)).toBeChecked();
  await expect(page.getByRole("button", { name: "Flagged", exact: true })).toBeVisible();
});

test.describe("without a connection", () => {
  test.use({ expectedProblems: [/Failed to load resource: net::ERR_/] });

  test("one goes on, and what was answered is sent when it is back", async ({ page, context, database }) => {
    const exam = await beginExam(page, database);
    await context.setOffline(true);
    for (const place of [0, 1, 2]) {
      await page.keyboard.press(String(place + 1));
      await page.keyboard.press("j");
    }
    await expect(page.getByText("Not sent yet: kept in this browser")).toBeVisible();
    await question(page, 4);
    expect(await examAnswers(database, exam)).toEqual([null, null, null, null, null, null]);
    await context.setOffline(false);
    await saved(page);
    expect((await examAnswers(database, exam)).slice(0, 4)).toEqual([
      { kind: "choice", option: 0 },
      { kind: "choice", option: 1 },
      { kind: "choice", option: 2 },
      null,
    ]);
  });

  test("what arrives after the time is not taken, and the exam ends with what had arrived", async ({
    page,
    context,
    database,
  }) => {
    const exam = await beginExam(page, database);
    await page.keyboard.press("1");
    await saved(page);
    await context.setOffline(true);
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await expect(page.getByText("Not sent yet: kept in this browser")).toBeVisible();
    await letPass(database, exam, 604);
    await context.setOffline(false);
    await page.waitForURL(/\/report$/);
    await expect(page.getByText("Ended by its time, 10:00.")).toBeVisible();
    expect((await examAnswers(database, exam))[1]).toBe(null);
    expect(await loggedAnswers(database, exam)).toBe(1);
  });

  test("a server killed in the middle takes neither answers nor time", async ({ page, database, server }) => {
    const exam = await beginExam(page, database);
    await page.keyboard.press("1");
    await saved(page);
    const before = await left(page);
    await server.kill9();
    await page.keyboard.press("j");
    await page.keyboard.press("2");
    await expect(page.getByText("Not sent yet: kept in this browser")).toBeVisible();
    await server.restart();
    await saved(page);
    expect((await examAnswers(database, exam)).slice(0, 2)).toEqual([
      { kind: "choice", option: 0 },
      { kind: "choice", option: 1 },
    ]);
    await page.reload();
    await alive(page);
    await expect(option(page, 2)).toBeChecked();
    const passed = before - (await left(page));
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(30);
    await handIn(page);
    expect(await loggedAnswers(database, exam)).toBe(2);
  });
});

test("a browser clock that is set, forward or back, changes nothing", async ({ page, database }) => {
  await page.addInitScript(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + Number(sessionStorage.getItem("clock is ahead") ?? 0);
  });
  const exam = await beginExam(page, database);
  const setClock = (hours: number) =>
    page.evaluate((ahead) => sessionStorage.setItem("clock is ahead", String(ahead)), hours * 3_600_000);
  await page.keyboard.press("1");
  await saved(page);
  await setClock(5);
  await page.keyboard.press("2");
  await saved(page);
  await setClock(-5);
  await page.keyboard.press("3");
  await saved(page);
  expect((await examAnswers(database, exam))[0]).toEqual({ kind: "choice", option: 2 });
  expect(await left(page)).toBeGreaterThan(560);
  await page.reload();
  await alive(page);
  await expect(option(page, 3)).toBeChecked();
  expect(await left(page)).toBeGreaterThan(550);
});

test("an answer forged after the time is refused", async ({ page, database }) => {
  const exam = await beginExam(page, database);
  const save = await actionOf(page, () => page.keyboard.press("1"));
  await saved(page);
  await letPass(database, exam, 604);
  const answer = { value: { kind: "choice", option: 1 }, typedAt: 1 };
  const { body } = await save.call([{ exam, place: 1, answer, seconds: 1 }]);
  expect(body).toContain('"kind":"over"');
  expect(await examAnswers(database, exam)).toEqual([{ kind: "choice", option: 0 }, null, null, null, null, null]);
  expect(await loggedAnswers(database, exam)).toBe(1);
});

test("when the time is up the page hands in what was typed last", async ({ page, database }) => {
  const exam = await beginExam(page, database);
  await letPass(database, exam, 594);
  await page.reload();
  await alive(page);
  await page.keyboard.press("2");
  await page.waitForURL(/\/report$/);
  await expect(page.getByText("Ended by its time, 10:00.")).toBeVisible();
  expect((await examAnswers(database, exam))[0]).toEqual({ kind: "choice", option: 1 });
  expect(await loggedAnswers(database, exam)).toBe(1);
});

test("with no browser open an exam ends by its time, as the next page shows", async ({ page, database }) => {
  const exam = await beginExam(page, database);
  await page.keyboard.press("1");
  await saved(page);
  await page.goto("about:blank");
  await letPass(database, exam, 7200);
  await open(page, "/");
  expect(await examRow(database, exam)).toMatchObject({ openFor: null, ending: "time_up" });
  expect(await loggedAnswers(database, exam)).toBe(1);
});

test("handed in from two tabs it is handed in once, and both see the report", async ({ page, context, database }) => {
  const exam = await beginExam(page, database);
  await page.keyboard.press("1");
  await saved(page);
  const other = await context.newPage();
  await open(other, `/exam/${exam}`);
  await Promise.all([handIn(page), handIn(other)]);
  expect(await loggedAnswers(database, exam)).toBe(1);
  await open(page, `/exam/${exam}`);
  await expect(page).toHaveURL(/\/report$/);
  await expect(chosen(page)).toHaveCount(0);
});

test("begun twice at once, one exam goes on", async ({ page, context, database }) => {
  await beginExam(page, database);
  await handIn(page);
  const other = await context.newPage();
  for (const tab of [page, other]) await open(tab, "/exam");
  for (const tab of [page, other]) await tab.getByRole("button", { name: "Begin; the time starts" }).click();
  for (const tab of [page, other]) await tab.waitForURL(/\/exam\/[0-9a-f-]{36}$/);
  expect(page.url()).toBe(other.url());
  expect(await database.all("SELECT id FROM Exam WHERE openFor IS NOT NULL")).toHaveLength(1);
});
