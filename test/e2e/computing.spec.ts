import type { LaunchOptions } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./accessible.ts";
import { test as base, expect } from "./app.ts";

// Chromium's software GPU, which it has everywhere but does not offer to pages unasked.
const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), "--enable-unsafe-webgpu"] }),
    { scope: "worker" },
  ],
});

test.use({ theme: "computing" });

test("the browser and the server say what they compute with, and a test compares it", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/settings");
  await page.getByRole("link", { name: "What computes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What computes" })).toBeVisible();
  for (const title of ["This browser", "The server"]) {
    const machine = page.getByRole("region", { name: title });
    const row = (name: string) => machine.getByRole("row", { name });
    await expect(row("WebAssembly")).toContainText(/on (this|the server's) CPU: WASM, \d thread/);
    await expect(row("WebAssembly").getByRole("cell")).toHaveText(["", ""]);
    await machine.getByRole("button", { name: "Test for two seconds" }).click();
    await expect(machine.getByRole("status")).toHaveText("Tested: all that works here agrees.", { timeout: 60_000 });
    await expect(row("Reference").getByRole("cell").first()).toHaveText("it is the reference");
    await expect(row("WebAssembly").getByRole("cell").first()).toHaveText(/^within \de-7$/);
    await expect(row("WebAssembly").getByRole("cell").last()).toHaveText(/^[\d,]+in batches of 64$/);
    if (title === "This browser") {
      await expect(row("GPU")).toContainText("on a GPU made of software: google swiftshader");
      await expect(row("GPU").getByRole("cell").first()).toHaveText(/^within \de-7$/);
    }
  }
  await expectAccessible(page, "what computes", "light");
});

test("a network is trained on the browser's GPU where that is asked for", async ({ page }) => {
  await page.goto("/labs");
  await page.getByRole("radio", { name: /^Exclusive or/ }).check();
  await page.getByRole("radio", { name: /^On the GPU/ }).check();
  await page.getByRole("button", { name: "Train" }).click();
  await expect(page.getByText(/42 parameters, on a GPU made of software: google swiftshader\./)).toBeVisible();
  await expect(page.getByRole("status")).toHaveText(/^Done, .+ 100 % of the examples/, { timeout: 60_000 });
});

test.describe("on a phone in the dark", () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });

  test("what computes fits", async ({ page }) => {
    await page.goto("/settings/computing");
    await expect(page.getByRole("region", { name: "The server" })).toContainText("WASM");
    await expectNoSidewaysScroll(page, "what computes");
    await expectAccessible(page, "what computes", "dark");
  });
});
