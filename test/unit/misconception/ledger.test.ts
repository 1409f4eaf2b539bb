import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Evidence, misconceptionLedger } from "#lib/misconception/ledger.ts";

const BIAS = "bias-correction-left-out";
const base = { itemId: "adam/step", targets: [BIAS], unaided: true } as const;
const shows = (seq: number, day: number, extra: Partial<Evidence> = {}): Evidence => {
  return { ...base, seq, day, diagnosed: BIAS, outcome: "wrong", ...extra };
};
const right = (seq: number, day: number, extra: Partial<Evidence> = {}): Evidence => {
  return { ...base, seq, day, diagnosed: null, outcome: "right", ...extra };
};
const statusOf = (...rows: Evidence[]) => misconceptionLedger(rows).get(BIAS)?.status;

describe("a misconception", () => {
  test("is unknown until an answer shows it", () => {
    expect(misconceptionLedger([right(1, 10)])).toEqual(new Map());
  });

  test("is seen after one answer that shows it, held after two, also on one day", () => {
    expect(statusOf(shows(1, 10))).toBe("seen");
    expect(statusOf(shows(1, 10), shows(2, 10))).toBe("held");
    expect(statusOf(shows(1, 10), shows(2, 31))).toBe("held");
  });

  test("fades with a right answer unaided where it could have shown, whether seen or held", () => {
    expect(statusOf(shows(1, 10), right(2, 12))).toBe("fading");
    expect(statusOf(shows(1, 10), shows(2, 11), right(3, 12))).toBe("fading");
    expect(statusOf(shows(1, 10), right(2, 10))).toBe("fading");
  });

  test("is gone after such answers on two separate days, not after two on one day", () => {
    expect(statusOf(shows(1, 10), right(2, 12), right(3, 12))).toBe("fading");
    expect(statusOf(shows(1, 10), right(2, 12), right(3, 13))).toBe("gone");
  });

  test("is held again when it shows again, and has to be overcome anew", () => {
    expect(statusOf(shows(1, 10), right(2, 12), shows(3, 13))).toBe("held");
    expect(statusOf(shows(1, 10), right(2, 12), right(3, 13), shows(4, 20))).toBe("held");
    expect(statusOf(shows(1, 10), right(2, 12), shows(3, 13), right(4, 14))).toBe("fading");
    expect(statusOf(shows(1, 10), right(2, 12), shows(3, 13), right(4, 14), right(5, 15))).toBe("gone");
  });

  test("is not touched by help, by other variants or by wrong answers that show nothing or something else", () => {
    expect(statusOf(shows(1, 10), right(2, 12, { unaided: false }))).toBe("seen");
    expect(statusOf(shows(1, 10), right(2, 12, { targets: ["sign-lost"] }))).toBe("seen");
    expect(statusOf(shows(1, 10), { ...shows(2, 12), diagnosed: null })).toBe("seen");
    expect(statusOf(shows(1, 10), { ...shows(2, 12), diagnosed: "sign-lost" })).toBe("seen");
    expect(statusOf(shows(1, 10), right(2, 12), { ...shows(3, 13), diagnosed: null })).toBe("fading");
  });

  test("keeps the answers that showed it, those that overcame it since, and how many were confident", () => {
    const rows = [shows(1, 10), right(2, 11), shows(3, 12, { confident: true }), right(4, 13)];
    expect(misconceptionLedger(rows.toReversed()).get(BIAS)).toEqual({
      misconception: BIAS,
      status: "fading",
      seen: [rows[0], rows[2]],
      confident: 1,
      overcome: [rows[3]],
    });
  });
});

test("one right answer speaks against every misconception its variant could have shown", () => {
  const both = [BIAS, "sign-lost"];
  const rows = [shows(1, 10), shows(2, 10, { diagnosed: "sign-lost" }), right(3, 11, { targets: both })];
  const ledger = misconceptionLedger(rows);
  expect([...ledger].map(([id, { status }]) => [id, status])).toEqual([
    [BIAS, "fading"],
    ["sign-lost", "fading"],
  ]);
});

test("a broken log is refused", () => {
  expect(() => misconceptionLedger([shows(4, 10), right(4, 10)])).toThrow("two rows with seq 4");
  expect(() => misconceptionLedger([right(7, 10, { diagnosed: BIAS })])).toThrow(
    "Evidence 7 is right, yet diagnosed as bias-correction-left-out",
  );
});

test("the status depends on what came after the last showing, and before it only on how often it showed", () => {
  const row = fc.record({
    day: fc.nat(3),
    kind: fc.constantFrom("shows", "right", "aided", "wrong"),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), (drawn) => {
      const rows = drawn.map(({ day, kind }, seq) => {
        if (kind === "shows") return shows(seq, day);
        if (kind === "right") return right(seq, day);
        return kind === "aided" ? right(seq, day, { unaided: false }) : { ...shows(seq, day), diagnosed: null };
      });
      // The rule told once more, from the last showing backwards.
      const last = rows.findLastIndex(({ diagnosed }) => diagnosed !== null);
      const times = rows.filter(({ diagnosed }) => diagnosed !== null).length;
      const days = new Set(rows.slice(last + 1).flatMap((r) => (r.outcome === "right" && r.unaided ? r.day : [])));
      const status = days.size > 1 ? "gone" : days.size === 1 ? "fading" : times > 1 ? "held" : "seen";
      expect(statusOf(...rows)).toBe(last < 0 ? undefined : status);
    }),
  );
});
