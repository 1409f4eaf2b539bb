import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ALGORITHM_VERSION,
  type CardState,
  DEFAULT_PARAMETERS,
  GRADES,
  type Grade,
  scheduleContext,
} from "#lib/schedule/card.ts";
import { fold, type LogRow, liveRows, placed, type ReviewRow, rightUnaided, rowContext } from "#lib/schedule/log.ts";
import { knownCard, passedCard, placedCard } from "#lib/schedule/place.ts";
import { rate } from "#lib/schedule/rate.ts";

const DAY = 86_400_000;
const fitted = DEFAULT_PARAMETERS.map((x) => x * 1.1);
const versions = { "fsrs-6-default": DEFAULT_PARAMETERS, "fit-1": fitted };
const onDay = (days: number, extra = {}) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0, ...extra });
const review = (seq: number, grade: Grade, context = onDay(seq)): ReviewRow => ({
  kind: "review",
  seq,
  at: context.now,
  grade,
  confident: false,
  ...rowContext(context, ALGORITHM_VERSION),
});
const undo = (seq: number, undoes: number): LogRow => ({ kind: "undo", seq, at: onDay(seq).now, undoes });

test("an empty log is no card", () => {
  expect(fold([], versions)).toBe(null);
});

test("a log amounts to its answers rated one after the other", () => {
  const stepwise = rate(rate(rate(null, "good", onDay(1)), "again", onDay(2)), "good", onDay(3));
  expect(fold([review(1, "good"), review(2, "again"), review(3, "good")], versions)).toEqual(stepwise);
});

test("rows count by seq, not by clock and not by the order they come in", () => {
  const early = review(2, "hard", onDay(-4));
  const expected = rate(rate(null, "good", onDay(1)), "hard", onDay(-4));
  expect(fold([early, review(1, "good")], versions)).toEqual(expected);
  expect(expected.lastReview).toEqual(onDay(1).now);
});

test("an undo takes back its row, an undo of the undo restores it", () => {
  const rows = [review(1, "good"), review(2, "again")];
  expect(fold([...rows, undo(3, 2)], versions)).toEqual(fold(rows.slice(0, 1), versions));
  expect(fold([...rows, undo(3, 2), undo(4, 3)], versions)).toEqual(fold(rows, versions));
  expect(fold([...rows, undo(3, 2), undo(4, 3), undo(5, 4)], versions)).toEqual(fold(rows.slice(0, 1), versions));
});

test("undoing the only answer leaves no card", () => {
  expect(fold([review(1, "good"), undo(2, 1)], versions)).toBe(null);
});

test("a row undone twice needs both undos taken back", () => {
  const rows = [review(1, "good"), undo(2, 1), undo(3, 1)];
  expect(fold([...rows, undo(4, 2)], versions)).toBe(null);
  expect(fold([...rows, undo(4, 2), undo(5, 3)], versions)).toEqual(rate(null, "good", onDay(1)));
});

test("an answer in the middle can be undone, the later ones are rated again without it", () => {
  const rows = [review(1, "good"), review(2, "again"), review(9, "good"), undo(10, 2)];
  expect(fold(rows, versions)).toEqual(rate(rate(null, "good", onDay(1)), "good", onDay(9)));
});

test("placement and imports set a state, answers go on from it", () => {
  const card = placedCard({ stability: 30, difficulty: 4 }, onDay(1));
  const set = { seq: 1, at: onDay(1).now, card };
  const placement: LogRow = { ...set, kind: "placement" };
  expect(fold([placement], versions)).toEqual(card);
  expect(fold([placement, review(30, "good")], versions)).toEqual(rate(card, "good", onDay(30)));
  expect(fold([review(0, "again"), { ...set, kind: "import" }], versions)).toEqual(card);
});

test("a placement without a card leaves the one that answers made, and says that the concept was passed", () => {
  const passed: LogRow = { kind: "placement", seq: 2, at: onDay(2).now, card: null };
  expect(fold([review(1, "good"), passed], versions)).toEqual(rate(null, "good", onDay(1)));
  expect(fold([review(1, "good"), passed, undo(3, 1)], versions)).toBe(null);
  expect(placed([review(1, "good"), passed])).toBe(true);
  expect(placed([review(1, "good"), passed, undo(3, 2)])).toBe(false);
  expect(rightUnaided([passed])).toBe(false);
});

test("what a placement passed comes back over days, in order, sooner where it was only inferred", () => {
  const days = (inferred: boolean) =>
    [0, 1, 2, 3, 4].map((place) => passedCard({ inferred, place, of: 5 }, onDay(1)).scheduledDays);
  expect(days(false)).toEqual([5, 6, 8, 11, 14]);
  expect(days(true)).toEqual([3, 3, 4, 6, 8]);
  expect(passedCard({ inferred: false, place: 0, of: 1 }, onDay(1))).toMatchObject({ state: "review", reps: 0 });
});

test("I know this is believed as far as a first Easy, can be undone, and leaves a review schedule alone", () => {
  const known: LogRow = { kind: "known", seq: 2, at: onDay(2).now, ...rowContext(onDay(2), ALGORITHM_VERSION) };
  expect(fold([known], versions)).toMatchObject({
    state: "review",
    stability: 8.2956,
    difficulty: 1,
    scheduledDays: 8,
  });
  expect(fold([review(1, "again"), known], versions)).toMatchObject({
    state: "review",
    stability: 8.2956,
    difficulty: 6.4133,
    reps: 1,
  });
  const stable = placedCard({ stability: 30_000, difficulty: 1 }, onDay(-400));
  const lapsed = rate(stable, "again", onDay(1));
  expect(lapsed.stability).toBeGreaterThan(15);
  expect(knownCard(lapsed, onDay(2))).toMatchObject({ state: "review", stability: lapsed.stability, lapses: 1 });
  expect(fold([review(1, "good"), known], versions)).toEqual(rate(null, "good", onDay(1)));
  expect(fold([known, undo(3, 2)], versions)).toBe(null);
  expect(knownCard(null, onDay(2))).toEqual(fold([known], versions));
});

test("a row is repeated with the context it was made in", () => {
  const made = onDay(1, {
    utcOffsetMinutes: -300,
    rolloverHour: 2,
    desiredRetention: 0.8,
    maximumInterval: 5,
    parameters: fitted,
    parametersVersion: "fit-1",
    learningSteps: [],
    relearningSteps: [3, 30],
    fuzzSeed: "adam/update 1",
  });
  expect(fold([review(1, "easy", made)], versions)).toEqual(rate(null, "easy", made));
  expect(rate(null, "easy", made).scheduledDays).toBe(5);
});

test("confidence in a wrong answer is kept in its row", () => {
  const rows = [{ ...review(1, "again"), confident: true }];
  expect(fold(rows, versions)?.confidentError).toBe(true);
});

test("a broken log is refused with its numbers", () => {
  const twice = [review(1, "good"), review(1, "good")];
  expect(() => fold(twice, versions)).toThrow("Log has two rows with seq 1");
  expect(() => fold([review(1, "good"), undo(2, 7)], versions)).toThrow("Log row 2 undoes 7, which is not before it");
  expect(() => fold([undo(2, 2)], versions)).toThrow("Log row 2 undoes 2, which is not before it");
  const lost = review(1, "good", onDay(1, { parametersVersion: "fit-9" }));
  expect(() => fold([lost], versions)).toThrow('parameters "fit-9", known are: fsrs-6-default, fit-1');
});

test("only Good and Easy that still count make an item right unaided", () => {
  expect(rightUnaided([review(1, "again"), review(2, "hard")])).toBe(false);
  expect(rightUnaided([review(1, "good"), review(2, "again")])).toBe(true);
  expect(rightUnaided([review(1, "easy"), undo(2, 1)])).toBe(false);
});

const step = fc.record({
  grade: fc.constantFrom(...GRADES),
  hours: fc.integer({ min: -100, max: 5_000 }),
  utcOffsetMinutes: fc.integer({ min: -720, max: 840 }),
  confident: fc.boolean(),
});

test("folding a log in any order equals rating step by step, and undoing its last row the state before", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), fc.infiniteStream(fc.nat()), (steps, keys) => {
      let days = 0;
      const states: (CardState | null)[] = [null];
      const rows: LogRow[] = steps.map(({ grade, hours, utcOffsetMinutes, confident }, seq) => {
        days += hours / 24;
        const context = onDay(days, { utcOffsetMinutes });
        states.push(rate(states[seq], grade, context, { confident }));
        return { ...review(seq, grade, context), confident };
      });
      const shuffled = rows
        .map((row) => ({ row, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      const seq = rows.length;
      expect(fold(shuffled, versions)).toEqual(states[seq]);
      expect(fold([...shuffled, undo(seq, seq - 1)], versions)).toEqual(states[seq - 1]);
      expect(fold([undo(seq + 1, seq), ...shuffled, undo(seq, seq - 1)], versions)).toEqual(states[seq]);
      expect(liveRows([...shuffled, undo(seq, seq - 1)])).toHaveLength(seq - 1);
    }),
  );
});

test("practice stays in the log and leaves the card as it is", () => {
  const practice: LogRow = { kind: "practice", seq: 2, at: onDay(2).now, grade: "again", confident: true };
  const rows = [review(1, "good"), practice, review(9, "good")];
  expect(fold(rows, versions)).toEqual(rate(rate(null, "good", onDay(1)), "good", onDay(9)));
  expect(fold([practice], versions)).toBe(null);
  expect(liveRows(rows).map(({ kind }) => kind)).toEqual(["review", "practice", "review"]);
  expect(liveRows([...rows, undo(10, 2)]).map(({ kind }) => kind)).toEqual(["review", "review"]);
  expect(rightUnaided([{ ...practice, grade: "good" }])).toBe(false);
});
