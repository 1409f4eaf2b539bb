import type { Page } from "@playwright/test";
import { test, expect, open } from "./app.ts";
import type { Database } from "./database.ts";

test.use({ theme: "expression" });

const field = (page: Page) => page.getByRole("textbox", { name: "Your formula" });
const key = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function ask(page: Page, database: Database, item: string) {
  await database.askOnly("expression", (definition) => definition.includes(`"${item}"`));
  await open(page, "/drill");
}

test("a formula is drawn while it is typed, and told to a screen reader when typing pauses", async ({
  page,
  database,
}) => {
  await ask(page, database, "momentum/velocity-after-n");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("g(1-beta^n)/(1-b");
  await expect(
    page.getByText("“b” at character 16 is not known here. The symbols here are g, β, n.").first(),
  ).toBeVisible();
  await page.keyboard.type("eta)");
  await expect(page.locator(".katex-html .mfrac").last()).toBeVisible();
  await expect(page.getByRole("status")).toHaveText("read as g*(1 - β^n)/(1 - β)");
});

test("what can't be read is refused with its place, and costs nothing", async ({ page, database }) => {
  await ask(page, database, "adamw/adamw-update");
  await page.keyboard.type("w - r -");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("alert").filter({ hasText: "After “-” at character 7 something is missing." }),
  ).toBeVisible();
  const serving = await database.openServing();
  expect(await database.reviews(serving.id)).toEqual([]);
});

test("signs are put in at the caret by keys alone, and the caret stays with them", async ({ page, database }) => {
  await ask(page, database, "adamw/adamw-update");
  await page.keyboard.type("w -  r");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Tab");
  await expect(key(page, "η")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue("w - η r");
  await page.keyboard.type("/1");
  await expect(field(page)).toHaveValue("w - η/1 r");

  await page.keyboard.press("End");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(key(page, "σ, sigmoid")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page)).toHaveValue("w - η/1 σ(r)");
  await page.keyboard.type("²");
  await expect(field(page)).toHaveValue("w - η/1 σ(r)²");
});

test("a formula can be answered while its preview does not load", async ({ page, database, expectedProblems }) => {
  expectedProblems.push(/ERR_FAILED|ChunkLoadError|Failed to load/);
  await page.route("**/_next/static/**", async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("KaTeX parse error")) await route.abort();
    else await route.fulfill({ response });
  });
  await ask(page, database, "dense-gradients/dense-parameter-count");
  await page.keyboard.type("(D+1)M");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Verdict" }).getByRole("heading", { name: "Right" })).toBeVisible();
  await page.unrouteAll({ behavior: "wait" });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a formula is written with the buttons, each 44 pixels wide and high", async ({ page, database }) => {
    await ask(page, database, "sigmoid-tanh/tanh-slope-from-output");
    const buttons = page.getByRole("toolbar", { name: "Signs to put in" }).getByRole("button");
    for (const button of await buttons.all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await field(page).pressSequentially("1 - a");
    await key(page, "², squared").tap();
    await expect(field(page)).toHaveValue("1 - a²");
    await expect(field(page)).toBeFocused();
    await page.getByRole("button", { name: "Check" }).tap();
    await expect(page.getByRole("region", { name: "Verdict" }).getByRole("heading", { name: "Right" })).toBeVisible();
  });
});
