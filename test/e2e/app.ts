import { type Page, test as base, expect } from "@playwright/test";
import { type Database, openDatabase } from "./database.ts";
import { type Server, startServer } from "./server.ts";

export { expect };

type PerTest = {
  /** Patterns of problems that a test brings about on purpose: console errors, page errors, refused content. */
  expectedProblems: RegExp[];
};

type PerWorker = {
  /** Files that name a theme of their own get a server and a database of their own. */
  theme: string;
  /** The worker's server; `page.goto("/")` goes there. A test that ends it starts it again. */
  server: Server;
  /** The database of that server, without limits to the day. Tests of a theme share it: each asks items of its own. */
  database: Database;
};

/** Playwright's `test` with a server per worker, failing each test whose pages complain or leave the server. */
export const test = base.extend<PerTest, PerWorker>({
  theme: ["", { scope: "worker", option: true }],
  server: [
    async ({ theme: _ }, use) => {
      const server = await startServer();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  database: [
    async ({ server }, use) => {
      const database = await openDatabase(server.databaseFile);
      await use(database);
      database.close();
    },
    { scope: "worker" },
  ],
  baseURL: ({ server }, use) => use(server.url),
  expectedProblems: ({}, use) => use([]),
  context: async ({ context, server, expectedProblems }, use, testInfo) => {
    const problems: string[] = [];
    context.on("page", (page) => watch(page, server.url, problems));
    server.takePrinted();
    await use(context);
    const printed = server.takePrinted();
    if (printed !== "") await testInfo.attach("what the server printed", { body: printed });
    const unexpected = problems.filter((problem) => !expectedProblems.some((pattern) => pattern.test(problem)));
    expect(unexpected, `the server printed: ${printed || "nothing"}`).toEqual([]);
  },
});

/** Opens a page and waits until it has come alive, so that keys and clicks meet what handles them. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await alive(page);
}

/** React marks the elements it has taken over; their effects have run two frames later. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector("main");
    return main !== null && Object.keys(main).some((key) => key.startsWith("__react"));
  });
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}

function watch(page: Page, url: string, problems: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) {
      problems.push(`request to another server: ${request.url()}`);
    }
  });
}
