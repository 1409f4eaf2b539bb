import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { expect, test } from "./app.ts";

function ask(url: string, options: { method?: string; headers?: Record<string, string> }): Promise<IncomingMessage> {
  const request = send(url, options);
  request.end();
  return once(request, "response").then(([response]) => (response as IncomingMessage).resume());
}

test("a page is cross-origin isolated and may not be framed, sniffed or told about", async ({ page }) => {
  const headers = (await page.goto("/"))?.headers() ?? {};
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
  expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("same-origin");
  expect(headers["x-powered-by"]).toBeUndefined();
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test("every request has its own nonce, and the page's scripts carry it", async ({ page }) => {
  const nonceOf = (policy = "") => /'nonce-([^']+)'/.exec(policy)?.[1];
  const first = nonceOf((await page.goto("/"))?.headers()["content-security-policy"]);
  const nonces = await page.$$eval("script", (scripts) => scripts.map((script) => script.nonce));
  expect(nonces.length).toBeGreaterThan(0);
  expect(new Set(nonces)).toEqual(new Set([first]));
  expect(nonceOf((await page.reload())?.headers()["content-security-policy"])).not.toBe(first);
});

test.describe("a script that was put into the page", () => {
  test.use({ expectedProblems: [/Content Security Policy/] });

  test("does not run, and text is not evaluated", async ({ page }) => {
    await page.goto("/");
    await page.evaluate(() => {
      const planted = document.createElement("div");
      planted.innerHTML = '<img src="data:," onerror="globalThis.planted = true">';
      document.body.append(planted);
      // Later, because the debugger that runs this lifts the policy while it does.
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-eval
          (0, eval)("globalThis.evaluated = 'yes'");
        } catch {
          Object.assign(globalThis, { evaluated: "no" });
        }
      }, 50);
    });
    const read = () => page.evaluate(() => (globalThis as { evaluated?: string }).evaluated);
    await expect.poll(read).toBe("no");
    expect(await page.evaluate(() => "planted" in globalThis)).toBe(false);
  });
});

test("a request under a stranger's name is turned away", async ({ server }) => {
  expect((await ask(server.url, { headers: { host: "evil.test" } })).statusCode).toBe(421);
});

test("a write from another site is turned away", async ({ server }) => {
  const headers = { origin: "http://evil.test", "sec-fetch-site": "cross-site" };
  expect((await ask(server.url, { method: "POST", headers })).statusCode).toBe(403);
  expect((await ask(server.url, { method: "POST" })).statusCode).toBe(403);
});
