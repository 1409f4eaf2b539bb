import type { Page } from "@playwright/test";
import { studyDayDate } from "#lib/schedule/study-day.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { alive, expect, open, test } from "./app.ts";
import type { Database } from "./database.ts";

test.use({ theme: "exam date", timezoneId: "UTC" });

/** The study day of the learner, whose day begins at 4 UTC. */
function today(): number {
  return Math.floor((Date.now() - 4 * 3_600_000) / 86_400_000);
}

function dateIn(days: number): string {
  return studyDayDate(today() + days);
}

async function setDate(page: Page, days: number, minutes: number): Promise<void> {
  await open(page, "/exam/date");
  await page.getByLabel("Day of the exam").fill(dateIn(days));
  await page.getByLabel("Minutes a day until then").fill(String(minutes));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Exam in ${days} days` })).toBeVisible();
}

async function forget(database: Database): Promise<void> {
  await database.all("DELETE FROM ExamDate");
}

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("a date set by keyboard shows where the plan leads, changes the day, and can be undone and removed", async ({
  page,
  database,
}) => {
  await forget(database);
  await open(page, "/");
  const before = await title(page).innerText();
  expect(before).not.toBe("About 12 minutes");
  await page.getByRole("link", { name: "Study for a date" }).focus();
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("Exam date");
  await setDate(page, 30, 12);
  const plot = page.getByRole("img", {
    name: /^Expected recall until the date: with the plan it goes from 0 % to \d+ %/,
  });
  await expect(plot).toBeVisible();
  await expect(
    page.getByText(/^On the date \d+ % of what is asked, with the plan kept every day; today 0 %/),
  ).toBeVisible();
  await open(page, "/");
  await expect(title(page)).toHaveText("About 12 minutes");
  await expect(page.getByText(/Exam in 30 days, on .*; expected recall then \d+ %\./)).toBeVisible();
  await open(page, "/drill");
  await expect(page.getByText(/^0 of about 12 min/)).toBeVisible();

  await setDate(page, 12, 45);
  await page.getByRole("button", { name: "Undo the last change" }).click();
  await expect(title(page)).toHaveText("Exam in 30 days");
  await page.getByRole("button", { name: "Remove the date" }).click();
  await expect(title(page)).toHaveText("Exam date");
  await open(page, "/");
  await expect(title(page)).toHaveText(before);
  await open(page, "/exam/date");
  await page.getByRole("button", { name: "Undo: set the date again" }).click();
  await expect(title(page)).toHaveText("Exam in 30 days");
});

test("where the time can't suffice it says so, and more minutes or leaving out are one press each", async ({
  page,
  database,
}) => {
  await forget(database);
  await setDate(page, 30, 5);
  await expect(page.getByRole("heading", { name: "The time does not suffice" })).toBeVisible();
  const drop = page.getByRole("button", { name: /^Leave out / }).first();
  const concept = ((await drop.textContent()) ?? "").replace("Leave out ", "");
  await drop.click();
  await expect(page.getByRole("heading", { name: "Left out" })).toBeVisible();
  await expect(page.getByText(/^That is of the \d+ % of the exam that you study for/)).toBeVisible();
  await expect(page.getByRole("button", { name: `Leave out ${concept}` })).toBeHidden();
  await page.getByRole("button", { name: `Take in again ${concept}` }).click();
  await expect(page.getByRole("heading", { name: "Left out" })).toBeHidden();
  await page.getByRole("button", { name: /^Make it \d+ minutes a day$/ }).click();
  await expect(page.getByRole("heading", { name: "The time suffices" })).toBeVisible();
  await expect(page.getByLabel("Minutes a day until then")).not.toHaveValue("5");
});

test("the weight of an area can be set, and 0 leaves it out", async ({ page, database }) => {
  await forget(database);
  await setDate(page, 30, 20);
  await page.getByText("What the areas weigh").click();
  await page.getByLabel("Backpropagation").fill("0");
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const [row] = await database.all("SELECT weights FROM ExamDate ORDER BY id DESC LIMIT 1");
  expect(JSON.parse(String(row?.weights))).toEqual({ backprop: 0 });
  await open(page, "/exam/date");
  await expect(page.getByLabel("Backpropagation")).toHaveValue("0");
  for (const field of await page.locator("details input").all()) await field.fill("0");
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await expect(page.getByText("Please enter at least one weight above 0.")).toBeVisible();
});

test("what can't be used is said beside its field, and nothing is set", async ({ page, database }) => {
  await forget(database);
  await open(page, "/exam/date");
  // The browser would refuse it by itself; the server does as well.
  await page
    .locator("form")
    .first()
    .evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
  await page.getByLabel("Day of the exam").fill(dateIn(-1));
  await page.getByLabel("Minutes a day until then").fill("none");
  await page.getByRole("button", { name: "Set the date" }).click();
  await expect(page.getByText("Please enter a day that is not past.")).toBeVisible();
  await expect(page.getByText("Please enter a number.")).toBeVisible();
  await expect(page.getByLabel("Minutes a day until then")).toHaveValue("none");
  expect(await database.all("SELECT id FROM ExamDate")).toEqual([]);
});

test("on the day it is today, and after it the page asks for the next date", async ({ page, database }) => {
  await forget(database);
  await setDate(page, 3, 20);
  await database.all("UPDATE ExamDate SET day = ?", [today()]);
  await open(page, "/exam/date");
  await expect(title(page)).toHaveText("Exam today");
  await open(page, "/");
  await expect(page.getByRole("link", { name: "Exam today" })).toBeVisible();
  await database.all("UPDATE ExamDate SET day = ?", [today() - 2]);
  await page.reload();
  await expect(page.getByText(/^The exam was on /)).toBeVisible();
  await page.getByRole("link", { name: "Set the next date" }).click();
  await expect(title(page)).toHaveText("After the exam");
  await expect(page.getByRole("heading", { name: "The next date" })).toBeVisible();
  await expect(page.getByText("Nothing has piled up")).toBeVisible();
});

for (const colours of ["light", "dark"] as const) {
  test(`is accessible and fits a phone, ${colours}`, async ({ page, database }) => {
    await page.emulateMedia({ colorScheme: colours });
    await page.setViewportSize({ width: 390, height: 844 });
    await forget(database);
    await open(page, "/exam/date");
    await expectAccessible(page, "without a date", colours);
    await setDate(page, 30, 5);
    await expect(page.getByRole("button", { name: /^Make it/ })).toBeVisible();
    for (const summary of await page.locator("summary").all()) await summary.click();
    await alive(page);
    await expectAccessible(page, "with a date", colours);
    await expectNoSidewaysScroll(page, "with a date");
    await page
      .getByRole("button", { name: /^Leave out/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { name: "Left out" })).toBeVisible();
    await expectAccessible(page, "with a concept left out", colours);
  });
}
