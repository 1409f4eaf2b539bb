import fc from "fast-check";
import { expect, test } from "vitest";
import { bearingOf, bearingsOf, misunderstandingOf, sinceFirstShown } from "#lib/misconception/bearing.ts";
import { type Evidence, misconceptionLedger } from "#lib/misconception/ledger.ts";

const SUM = "sum-for-mean";
const SIGN = "sign-lost";
const shows = (seq: number, diagnosed: string, extra: Partial<Evidence> = {}): Evidence => {
  return { seq, day: 10, itemId: "loss/mse", targets: [SUM], diagnosed, outcome: "wrong", unaided: true, ...extra };
};
const right = (seq: number, extra: Partial<Evidence> = {}): Evidence => {
  return { ...shows(seq, SUM), diagnosed: null, outcome: "right", ...extra };
};

test("an answer that shows a misconception bears on it, also where the variant was not known to show it", () => {
  const bearing = { seq: 1, day: 10, itemId: "loss/mse", shown: true, confident: true };
  expect(bearingOf(shows(1, SIGN, { confident: true }), SIGN)).toEqual(bearing);
});

test("so does a right answer unaided to a variant that could have shown it, and nothing else", () => {
  const bearing = { seq: 2, day: 10, itemId: "loss/mse", shown: false, confident: false };
  expect(bearingOf(right(2, { confident: true }), SUM)).toEqual(bearing);
  expect(bearingOf(right(2, { unaided: false }), SUM)).toBe(null);
  expect(bearingOf(right(2), SIGN)).toBe(null);
  expect(bearingOf(shows(2, SIGN), SUM)).toBe(null);
  expect(bearingOf({ ...right(2), outcome: "wrong" }, SUM)).toBe(null);
});

test("bearings are kept of what has shown, from then on", () => {
  const both = { targets: [SUM, SIGN] };
  const found = bearingsOf([right(3, both), shows(2, SUM), right(1, both), shows(4, SIGN, both)]);
  expect([...found].map(([id, list]) => [id, ...list.map(({ seq, shown }) => (shown ? -seq : seq))])).toEqual([
    [SUM, -2, 3],
    [SIGN, -4],
  ]);
});

test("without its first showing a misconception counts from the second", () => {
  const bearings = bearingsOf([shows(1, SUM), right(2), shows(3, SUM), right(4)]).get(SUM) ?? [];
  expect(sinceFirstShown(bearings.filter(({ seq }) => seq !== 1)).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(sinceFirstShown(bearings.filter(({ shown }) => !shown))).toEqual([]);
  expect(misunderstandingOf(SUM, [])).toBe(null);
});

test("folding bearings stands as folding the answers does", () => {
  const answer = fc.record({
    day: fc.nat(3),
    itemId: fc.constantFrom("a", "b"),
    targets: fc.subarray([SUM, SIGN]),
    diagnosed: fc.constantFrom(null, SUM, SIGN),
    right: fc.boolean(),
    unaided: fc.boolean(),
    confident: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 12 }), (drawn) => {
      const answers = drawn.map(({ right: isRight, ...rest }, seq): Evidence => {
        return { ...rest, seq, outcome: isRight && rest.diagnosed === null ? "right" : "wrong" };
      });
      const ledger = misconceptionLedger(answers);
      const bearings = bearingsOf(answers);
      expect(new Set(bearings.keys())).toEqual(new Set(ledger.keys()));
      for (const [id, { status, confident, seen, overcome }] of ledger) {
        const seqs = (list: readonly Evidence[]) => list.map(({ seq }) => seq);
        const folded = misunderstandingOf(id, bearings.get(id) ?? []);
        expect(folded).toMatchObject({ status, confident });
        expect(seqs(folded?.seen ?? [])).toEqual(seqs(seen));
        expect(seqs(folded?.overcome ?? [])).toEqual(seqs(overcome));
      }
    }),
  );
});
