import { expect, test } from "vitest";
import { ALGORITHM_VERSION, DEFAULT_PARAMETERS, type Grade, scheduleContext } from "#lib/schedule/card.ts";
import { type LogRow, rowContext } from "#lib/schedule/log.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { sessionSummary } from "#lib/schedule/session-summary.ts";

const versions = { "fsrs-6-default": DEFAULT_PARAMETERS };
const calendar = { utcOffsetMinutes: 0, rolloverHour: 4 };
const at = (iso: string) => scheduleContext({ now: new Date(iso), utcOffsetMinutes: 0 });
const review = (seq: number, grade: Grade, iso: string): LogRow => {
  const context = at(iso);
  return {
    kind: "review",
    seq,
    at: context.now,
    grade,
    confident: false,
    ...rowContext(context, ALGORITHM_VERSION),
  };
};
const placed = (stability: number): LogRow => {
  const before = at("2026-04-10T12:00:00Z");
  return { kind: "placement", seq: 0, at: before.now, card: placedCard({ stability, difficulty: 5 }, before) };
};

test("a session says what was learnt, lost and strengthened, and what returns on which study day", () => {
  const summary = sessionSummary(
    [
      { itemId: "adam/update", fromSeq: 10, rows: [review(10, "good", "2026-05-10T12:00:00Z")] },
      {
        itemId: "adam/bias",
        fromSeq: 10,
        rows: [review(10, "again", "2026-05-10T12:01:00Z"), review(11, "good", "2026-05-10T12:12:00Z")],
      },
      { itemId: "norm/mean", fromSeq: 10, rows: [review(10, "again", "2026-05-10T12:02:00Z")] },
      { itemId: "conv/size", fromSeq: 10, rows: [placed(30), review(10, "again", "2026-05-10T12:03:00Z")] },
      { itemId: "relu/slope", fromSeq: 10, rows: [placed(30), review(10, "good", "2026-05-10T12:04:00Z")] },
    ],
    versions,
    calendar,
  );
  expect(summary).toEqual({
    answers: 6,
    right: 3,
    learnt: ["adam/update", "adam/bias"],
    lapses: ["conv/size"],
    improved: ["relu/slope"],
    returns: [
      { day: 20583, date: "2026-05-10", items: ["norm/mean", "conv/size"] },
      { day: 20584, date: "2026-05-11", items: ["adam/bias"] },
      { day: 20585, date: "2026-05-12", items: ["adam/update"] },
      { day: 20668, date: "2026-08-03", items: ["relu/slope"] },
    ],
  });
});

test("an undone answer is not part of the session", () => {
  const rows: LogRow[] = [
    review(10, "again", "2026-05-10T12:00:00Z"),
    { kind: "undo", seq: 11, at: new Date("2026-05-10T12:01:00Z"), undoes: 10 },
  ];
  const empty = { answers: 0, right: 0, learnt: [], lapses: [], improved: [], returns: [] };
  expect(sessionSummary([{ itemId: "adam/update", fromSeq: 10, rows }], versions, calendar)).toEqual(empty);
});

test("answers of earlier sessions are the state before, not part of it", () => {
  const rows = [review(3, "again", "2026-05-09T12:00:00Z"), review(10, "good", "2026-05-10T12:00:00Z")];
  const summary = sessionSummary([{ itemId: "adam/update", fromSeq: 10, rows }], versions, calendar);
  expect(summary).toMatchObject({ answers: 1, right: 1, learnt: [], improved: ["adam/update"] });
});

test("failing again what was already being learnt is no lapse", () => {
  const rows = [review(3, "again", "2026-05-09T12:00:00Z"), review(10, "again", "2026-05-10T12:00:00Z")];
  const summary = sessionSummary([{ itemId: "adam/update", fromSeq: 10, rows }], versions, calendar);
  expect(summary).toMatchObject({ answers: 1, right: 0, learnt: [], lapses: [], improved: [] });
});

test("an item that was not touched does not count among what returns", () => {
  const rows = [review(3, "good", "2026-05-09T12:00:00Z")];
  expect(sessionSummary([{ itemId: "adam/update", fromSeq: 10, rows }], versions, calendar).returns).toEqual([]);
});

test("practice counts among the answers, and neither teaches, improves nor brings anything back", () => {
  const practice = (seq: number, grade: Grade): LogRow => {
    return { kind: "practice", seq, at: new Date("2026-05-10T12:00:00Z"), grade, confident: false };
  };
  const items = [
    { itemId: "adam/update", fromSeq: 10, rows: [placed(30), practice(10, "good")] },
    { itemId: "adam/bias", fromSeq: 10, rows: [practice(10, "again"), practice(11, "good")] },
  ];
  expect(sessionSummary(items, versions, calendar)).toEqual({
    answers: 3,
    right: 2,
    learnt: [],
    lapses: [],
    improved: [],
    returns: [],
  });
});
