import { expect, test } from "./app.ts";

test("the home page opens and is Epoch", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/Epoch/);
});

test("a killed server comes back on the same database", async ({ page, server }) => {
  await server.kill9();
  await expect(page.goto("/")).rejects.toThrow("ERR_CONNECTION_REFUSED");
  await server.restart();
  expect((await page.goto("/"))?.status()).toBe(200);
});
