import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";
import { proxy } from "../../../proxy.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

function request(path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new NextRequest(`http://localhost:3000${path}`, {
    ...init,
    headers: { host: "localhost:3000", ...init.headers },
  });
}

function unlockWith(passphrase: string) {
  const body = new URLSearchParams({ passphrase, back: "/drill" }).toString();
  return request("/unlock", {
    method: "POST",
    headers: {
      origin: "http://localhost:3000",
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    },
    body,
  });
}

test("each page has a policy with a nonce of its own, which the page's renderer learns too", async () => {
  const [first, second] = await Promise.all([proxy(request("/")), proxy(request("/"))]);
  const policy = first.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/'nonce-[A-Za-z0-9+/]{22}=='/);
  expect(first.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
  expect(second.headers.get("content-security-policy")).not.toBe(policy);
});

test("a nonce that the request brings along is not used", async () => {
  const response = await proxy(
    request("/", { headers: { "x-nonce": "mine", "content-security-policy": "script-src *" } }),
  );
  expect(response.headers.get("x-middleware-request-x-nonce")).not.toBe("mine");
  expect(response.headers.get("x-middleware-request-content-security-policy")).not.toContain("*");
});

test("a request under a stranger's name gets 421, static files included", async () => {
  expect((await proxy(request("/", { headers: { host: "evil.test:3000" } }))).status).toBe(421);
  expect((await proxy(request("/_next/static/a.js", { headers: { host: "evil.test:3000" } }))).status).toBe(421);
});

test("EPOCH_ALLOWED_HOSTS lets a name in", async () => {
  vi.stubEnv("EPOCH_ALLOWED_HOSTS", "desk.lan");
  expect((await proxy(request("/", { headers: { host: "desk.lan:3000" } }))).status).toBe(200);
});

test("a write from another site, or from nowhere, gets 403", async () => {
  expect((await proxy(request("/", { method: "POST", headers: { origin: "http://evil.test" } }))).status).toBe(403);
  expect((await proxy(request("/", { method: "POST" }))).status).toBe(403);
  expect((await proxy(request("/", { method: "POST", headers: { "sec-fetch-site": "same-origin" } }))).status).toBe(
    200,
  );
});

test("a server open to other machines without a passphrase serves nothing", async () => {
  vi.stubEnv("HOST", "0.0.0.0");
  expect((await proxy(request("/"))).status).toBe(503);
});

test("a locked browser is sent to the form, and everything else is refused", async () => {
  vi.stubEnv("EPOCH_PASSPHRASE", "correct horse");
  const page = await proxy(request("/drill?a=1", { headers: { accept: "text/html" } }));
  expect([page.status, page.headers.get("location")]).toEqual([
    303,
    "http://localhost:3000/unlock?back=%2Fdrill%3Fa%3D1",
  ]);
  expect((await proxy(request("/_next/static/a.js"))).status).toBe(401);
  expect(
    (await proxy(request("/drill", { method: "POST", headers: { origin: "http://localhost:3000" } }))).status,
  ).toBe(401);
  expect((await proxy(request("/", { headers: { cookie: "epoch-unlock=forged" } }))).status).toBe(401);
});

test("the passphrase opens a browser for good, until another passphrase is set", async () => {
  vi.stubEnv("EPOCH_PASSPHRASE", "correct horse");
  const opened = await proxy(unlockWith("correct horse"));
  const cookie = opened.headers.get("set-cookie") ?? "";
  expect([opened.status, opened.headers.get("location")]).toEqual([303, "http://localhost:3000/drill"]);
  expect(cookie).toMatch(/; Max-Age=34560000; HttpOnly; SameSite=strict$/);
  expect(cookie).not.toContain("correct");
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  expect((await proxy(request("/", { headers }))).status).toBe(200);
  vi.stubEnv("EPOCH_PASSPHRASE", "another horse");
  expect((await proxy(request("/", { headers }))).status).toBe(401);
});

test("a wrong passphrase costs a second, ten of them ten minutes", async () => {
  vi.useFakeTimers();
  vi.stubEnv("EPOCH_PASSPHRASE", "correct horse");
  const first = proxy(unlockWith("wrong"));
  let answered = false;
  void first.then(() => {
    answered = true;
  });
  await vi.advanceTimersByTimeAsync(900);
  expect(answered).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect((await first).status).toBe(403);
  const more = Promise.all(Array.from({ length: 9 }, () => proxy(unlockWith("wrong"))));
  await vi.advanceTimersByTimeAsync(1_100);
  expect((await more).map((response) => response.status)).toEqual(Array(9).fill(403));
  const refused = await proxy(unlockWith("correct horse"));
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "598"]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect((await proxy(unlockWith("correct horse"))).status).toBe(303);
});
