import type { Page } from "@playwright/test";
import { rightAnswer } from "./answers.ts";
import { expect, open, test } from "./app.ts";

test.use({ theme: "order" });

const rows = (page: Page) => page.getByRole("option");
const texts = async (page: Page) => (await rows(page).allInnerTexts()).map((text) => text.replace(/^\d+\s*/, ""));
const status = (page: Page) => page.getByRole("status");

test.beforeEach(async ({ page, database }) => {
  await database.askOnly("order");
  await open(page, "/drill");
});

test("an entry is taken up with Space, moved by arrows, put back by Escape, or moved by Alt or a digit", async ({
  page,
}) => {
  const shown = await texts(page);
  const [first, second, third, ...others] = shown;
  const count = shown.length;
  await expect(page.getByRole("listbox", { name: "Entries to put in order" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(status(page)).toContainText(` taken up, 1 of ${count}`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(status(page)).toContainText(`, now 3 of ${count}`);
  expect(await texts(page)).toEqual([second, third, first, ...others]);
  await page.keyboard.press("Escape");
  await expect(status(page)).toContainText(/ put back$/);
  expect(await texts(page)).toEqual(shown);

  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was answered yet." })).toBeVisible();

  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Alt+ArrowUp");
  expect(await texts(page)).toEqual([second, first, third, ...others]);
  await page.keyboard.press("3");
  expect(await texts(page)).toEqual([first, third, second, ...others]);
  await page.reload();
  await expect.poll(() => texts(page)).toEqual([first, third, second, ...others]);
});

test("an entry is dragged with the mouse, and nothing but the entries moves when the list is marked", async ({
  page,
  database,
}) => {
  const [first, second, third, ...others] = await texts(page);
  const [from, to] = [await rows(page).nth(0).boundingBox(), await rows(page).nth(2).boundingBox()];
  if (!from || !to) throw new Error("the entries are not on the page");
  await page.mouse.move(from.x + 60, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + from.height, { steps: 3 });
  await page.mouse.move(to.x + 60, to.y + to.height * 0.7, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => texts(page)).toEqual([second, third, first, ...others]);

  const before = await rows(page).evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top + scrollY));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Verdict" })).toBeVisible();
  const after = await rows(page).evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top + scrollY));
  expect(after).toEqual(before);
  expect((await database.reviews()).at(-1)?.answer).toMatchObject({
    kind: "order",
    order: [1, 2, 0, ...others.map((_, i) => i + 3)],
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the list is put in order by touch alone, with buttons of 44 pixels", async ({ page, database }) => {
    const { variant } = await database.openServing();
    const right = rightAnswer(variant);
    if (right.kind !== "order") throw new Error(right.kind);
    const up = page.getByRole("button", { name: /^Move up/ });
    for (const name of [/^Move up/, /^Move down/]) {
      const box = await page.getByRole("button", { name }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
    let shown = right.order.map((_, place) => place);
    for (const [place, entry] of right.order.entries()) {
      const from = shown.indexOf(entry);
      await rows(page)
        .nth(from)
        .tap({ position: { x: 60, y: 20 } });
      for (let steps = from; steps > place; steps--) await up.tap();
      shown = shown.filter((other) => other !== entry).toSpliced(place, 0, entry);
    }
    await page.getByRole("button", { name: "Check" }).tap();
    await expect(page.getByRole("region", { name: "Verdict" }).getByRole("heading", { name: "Right" })).toBeVisible();
  });

  test("the handle of an entry drags it, and the rest of it scrolls the page", async ({ page }) => {
    expect(
      await rows(page)
        .first()
        .evaluate((row) => getComputedStyle(row).touchAction),
    ).toBe("auto");
    const handle = rows(page).first().locator("[data-handle]");
    expect(await handle.evaluate((element) => getComputedStyle(element).touchAction)).toBe("none");
    const [first, second, ...others] = await texts(page);
    const [from, to] = [await handle.boundingBox(), await rows(page).nth(1).boundingBox()];
    if (!from || !to) throw new Error("the entries are not on the page");
    const session = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", y: number) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: type === "touchEnd" ? [] : [{ x: from.x + from.width / 2, y }],
      });
    await touch("touchStart", from.y + from.height / 2);
    await touch("touchMove", from.y + from.height);
    await touch("touchMove", to.y + to.height * 0.8);
    await touch("touchEnd", 0);
    await expect.poll(() => texts(page)).toEqual([second, first, ...others]);
  });
});
