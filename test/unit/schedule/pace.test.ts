import { expect, test } from "vitest";
import { DEFAULT_PACE, medianSeconds, secondsFor } from "#lib/schedule/pace.ts";

const pace = { ...DEFAULT_PACE, items: new Map([["adam/update", 41]]), kinds: new Map([["numeric", 75]]) };

test("an item takes its own median, else that of its kind, else the default", () => {
  expect(secondsFor({ itemId: "adam/update", kind: "numeric" }, false, pace)).toBe(41);
  expect(secondsFor({ itemId: "adam/bias", kind: "numeric" }, false, pace)).toBe(75);
  expect(secondsFor({ itemId: "adam/bias", kind: "choice" }, false, pace)).toBe(30);
  expect(secondsFor({ itemId: "adam/bias" }, false, pace)).toBe(30);
});

test("a new item takes at least a minute", () => {
  expect(secondsFor({ itemId: "adam/bias", kind: "choice" }, true, pace)).toBe(60);
  expect(secondsFor({ itemId: "adam/bias", kind: "numeric" }, true, pace)).toBe(75);
});

test("the median of an even number of times is the mean of the middle two", () => {
  expect(medianSeconds([])).toBe(null);
  expect(medianSeconds([9, 1, 5])).toBe(5);
  expect(medianSeconds([9, 1, 5, 6])).toBe(5.5);
});
