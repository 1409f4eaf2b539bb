import { describe, expect, test } from "vitest";
import { type Evidence, misconceptionLedger } from "#lib/misconception/ledger.ts";
import { targetedItems } from "#lib/misconception/targeted-items.ts";

const items = [
  { itemId: "adam/step", misconceptions: ["no-correction", "sign-lost"] },
  { itemId: "adam/moments", misconceptions: ["no-correction"] },
  { itemId: "sgd/step", misconceptions: ["sign-lost"] },
  { itemId: "sgd/words", misconceptions: [] },
];
const shows = (seq: number, diagnosed: string, itemId: string, extra: Partial<Evidence> = {}): Evidence => {
  return { seq, day: 10, itemId, targets: [diagnosed], diagnosed, outcome: "wrong", unaided: true, ...extra };
};
const right = (seq: number, day: number, target: string): Evidence => {
  return { seq, day, itemId: "x/1", targets: [target], diagnosed: null, outcome: "right", unaided: true };
};
const asked = (rows: Evidence[], today = 20) =>
  targetedItems(misconceptionLedger(rows), items, today).map(
    ({ itemId, misconception }) => `${itemId} ${misconception}`,
  );

describe("items that target a misconception", () => {
  test("say why, and those it has not shown in yet come first", () => {
    const ledger = misconceptionLedger([shows(1, "no-correction", "adam/step")]);
    expect(targetedItems(ledger, items, 20)).toEqual([
      {
        itemId: "adam/moments",
        misconception: "no-correction",
        why: { status: "seen", times: 1, lastSeenDay: 10, newContext: true },
      },
      {
        itemId: "adam/step",
        misconception: "no-correction",
        why: { status: "seen", times: 1, lastSeenDay: 10, newContext: false },
      },
    ]);
  });

  test("take turns between misconceptions, each item once", () => {
    expect(asked([shows(1, "no-correction", "adam/step"), shows(2, "sign-lost", "sgd/step")])).toEqual([
      "adam/step sign-lost",
      "adam/moments no-correction",
      "sgd/step sign-lost",
    ]);
  });

  test("come first for what is held, then for what was shown with confidence", () => {
    const held = [shows(1, "no-correction", "adam/step"), shows(2, "no-correction", "adam/step")];
    expect(asked([...held, shows(3, "sign-lost", "adam/step")])[0]).toBe("adam/moments no-correction");
    const sure = shows(1, "no-correction", "adam/step", { confident: true });
    expect(asked([sure, shows(3, "sign-lost", "adam/step")])[0]).toBe("adam/moments no-correction");
    expect(asked([{ ...sure, confident: false }, shows(3, "sign-lost", "adam/step")])[0]).toBe("sgd/step sign-lost");
  });

  test("are none for what is gone, and wait a day for what was overcome today", () => {
    const once = [shows(1, "sign-lost", "adam/step"), right(2, 20, "sign-lost")];
    expect(asked(once, 20)).toEqual([]);
    expect(asked(once, 21)).toEqual(["sgd/step sign-lost", "adam/step sign-lost"]);
    expect(asked([...once, right(3, 21, "sign-lost")], 30)).toEqual([]);
  });

  test("are none for someone who showed no misconception", () => {
    expect(asked([])).toEqual([]);
  });
});
