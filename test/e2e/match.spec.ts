import type { Page } from "@playwright/test";
import { rightAnswer, wrongAnswer, writeAnswer } from "./answers.ts";
import { expect, open, test } from "./app.ts";

test.use({ theme: "match" });

const rows = (page: Page) => page.locator("fieldset").filter({ has: page.getByRole("radio") });
const radio = (page: Page, row: number, choice: number) => rows(page).nth(row).getByRole("radio").nth(choice);
const tops = (page: Page) =>
  page.locator("li, fieldset label").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top + scrollY));

test.beforeEach(async ({ page, database }) => {
  await database.askOnly("match");
  await open(page, "/drill");
});

test("a digit fills the first open row, or the one that has the focus, and a match with open rows costs nothing", async ({
  page,
  database,
}) => {
  const { id, variant } = await database.openServing();
  if (variant.question.kind !== "match") throw new Error(variant.question.kind);
  const count = variant.question.left.length;
  const status = page.getByRole("status");
  await page.keyboard.press("2");
  await expect(radio(page, 0, 1)).toBeChecked();
  await expect(status).toHaveText(`1 of ${count} matched`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: `${count - 1} rows have no match yet.` })).toBeVisible();
  expect(await database.reviews(id)).toEqual([]);

  await radio(page, 0, 1).focus();
  await page.keyboard.press("3");
  await expect(radio(page, 0, 2)).toBeChecked();
  await expect(radio(page, 1, 2)).not.toBeChecked();
  await page.keyboard.press("ArrowLeft");
  await expect(radio(page, 0, 1)).toBeChecked();
  await expect(radio(page, 0, 1)).toBeFocused();
  await expect(status).toHaveText(`1 of ${count} matched`);
});

test("nothing moves when a match is marked, and each row says what is right", async ({ page, database }) => {
  const { variant } = await database.openServing();
  const { answer } = wrongAnswer(variant);
  await writeAnswer(page, answer);
  const before = await tops(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  expect((await tops(page)).slice(0, before.length)).toEqual(before);
  await expect(rows(page).filter({ hasText: "✕ yours" })).not.toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a match is made by touch alone, on targets of 44 pixels", async ({ page, database }) => {
    const right = rightAnswer((await database.openServing()).variant);
    if (right.kind !== "match") throw new Error(right.kind);
    for (const [row, choice] of right.chosen.entries()) {
      const target = rows(page).nth(row).locator("label").nth(choice);
      const box = await target.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      await target.tap();
    }
    await page.getByRole("button", { name: "Check" }).tap();
    await expect(page.getByRole("region", { name: "Verdict" }).getByRole("heading", { name: "Right" })).toBeVisible();
  });
});
