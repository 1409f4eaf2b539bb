import { defineConfig } from "@playwright/test";

const { findChromium } = (await import(new URL("./scripts/chromium.mjs", import.meta.url).href)) as {
  findChromium: () => Promise<string | undefined>;
};
const executablePath = await findChromium();

export default defineConfig({
  testMatch: "**/*.spec.ts",
  globalSetup: "./test/e2e/base-database.ts",
  outputDir: "test-results",
  forbidOnly: true,
  fullyParallel: false,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    // Tracing takes as long as the tests: `npx playwright test --trace on FILE` where one fails.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
      ],
    },
  },
  projects: [
    { name: "chromium", testDir: "test/e2e", use: { browserName: "chromium" } },
    { name: "engine", testDir: "test/browser", use: { browserName: "chromium" } },
  ],
});
