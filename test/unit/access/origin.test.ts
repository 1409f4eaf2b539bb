import { expect, test } from "vitest";
import { mayWrite } from "#lib/access/origin.ts";

const host = "localhost:3000";

test("reading needs no origin", () => {
  expect(mayWrite({ method: "GET", host, origin: "http://evil.test", fetchSite: "cross-site" })).toBe(true);
  expect(mayWrite({ method: "HEAD", host, origin: null, fetchSite: null })).toBe(true);
});

test("a write from the server's own page passes, over http and behind https", () => {
  expect(mayWrite({ method: "POST", host, origin: "http://localhost:3000", fetchSite: null })).toBe(true);
  expect(mayWrite({ method: "POST", host: "desk.lan:443", origin: "https://desk.lan", fetchSite: null })).toBe(true);
});

test.each([
  "http://evil.test",
  "http://localhost:3001",
  "http://localhost",
  "null",
  "",
  "file://localhost:3000",
  "http://localhost:3000.evil.test",
])("a write from %s is refused", (origin) =>
  expect(mayWrite({ method: "POST", host, origin, fetchSite: "same-origin" })).toBe(false),
);

test("a write without an Origin passes only when the browser vouches for the same origin", () => {
  expect(mayWrite({ method: "DELETE", host, origin: null, fetchSite: "same-origin" })).toBe(true);
  expect(mayWrite({ method: "DELETE", host, origin: null, fetchSite: "same-site" })).toBe(false);
  expect(mayWrite({ method: "DELETE", host, origin: null, fetchSite: null })).toBe(false);
});
