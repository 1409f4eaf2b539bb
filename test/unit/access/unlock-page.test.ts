import { expect, test } from "vitest";
import { safeReturn, unlockPage } from "#lib/access/unlock-page.ts";

test("after unlocking, a browser goes to a path of this server only", () => {
  expect(safeReturn("/drill?topic=adam")).toBe("/drill?topic=adam");
  expect(["//evil.test", "/\\evil.test", "http://evil.test", "drill", "/a\r\nb", "", null].map(safeReturn)).toEqual(
    Array(7).fill("/"),
  );
});

test("what a request says is shown as text", () => {
  const page = unlockPage({ nonce: "n", back: '/"><script>', message: "<b>" });
  expect(page).toContain('value="/&quot;&gt;&lt;script&gt;"');
  expect(page).toContain("&lt;b&gt;");
  expect(page).not.toContain("<script");
});
