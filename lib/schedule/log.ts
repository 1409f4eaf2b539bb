import type { CardState, Grade, ScheduleContext } from "./card.ts";
import { knownCard } from "./place.ts";
import { rate } from "./rate.ts";

/** The context a row was made in, with the parameters by version: with them, all that is needed to repeat it. */
export type RowContext = Omit<ScheduleContext, "now" | "parameters"> & { algorithm: string };

type Row = {
  /** Order within the log of an item; clocks may go backwards, `seq` does not. */
  seq: number;
  at: Date;
};

export type ReviewRow = Row & RowContext & { kind: "review"; grade: Grade; confident: boolean };
export type UndoRow = Row & { kind: "undo"; undoes: number };
/**
 * Placement and imports set the state they carry. A placement that passed the concept of an item with a card carries
 * none: the card stays, since it rests on answers.
 */
export type SetRow =
  | (Row & { kind: "placement"; card: CardState | null })
  | (Row & { kind: "import"; card: CardState });
/** The learner said "I know this". */
export type KnownRow = Row & RowContext & { kind: "known" };

/** An answer given for practice: kept in the log, without any effect on the card. */
export type PracticeRow = Row & { kind: "practice"; grade: Grade; confident: boolean };

/** One immutable row of an item's log. Nothing is ever changed or deleted: undoing is a row as well. */
export type LogRow = ReviewRow | PracticeRow | UndoRow | SetRow | KnownRow;

export type ParametersByVersion = Readonly<Record<string, readonly number[]>>;

/** The part of a context that goes into a row. */
export function rowContext(context: ScheduleContext, algorithm: string): RowContext {
  const { now: _now, parameters: _parameters, ...rest } = context;
  return { ...rest, algorithm };
}

/**
 * The rows that count, by `seq`: without undo rows and without what a counting undo row undoes. An undo that is itself
 * undone does not count, so what it undid is back.
 * @throws Error when two rows share a `seq`, or an undo names a row that is not before it
 */
export function liveRows(rows: readonly LogRow[]): Exclude<LogRow, UndoRow>[] {
  const ordered = rows.toSorted((a, b) => a.seq - b.seq);
  const known = new Set<number>();
  for (const row of ordered) {
    if (known.has(row.seq)) throw new Error(`Log has two rows with seq ${row.seq}`);
    if (row.kind === "undo" && !known.has(row.undoes))
      throw new Error(`Log row ${row.seq} undoes ${row.undoes}, which is not before it`);
    known.add(row.seq);
  }
  const undone = new Set<number>();
  const live: Exclude<LogRow, UndoRow>[] = [];
  for (const row of ordered.reverse()) {
    if (undone.has(row.seq)) continue;
    if (row.kind === "undo") undone.add(row.undoes);
    else live.push(row);
  }
  return live.reverse();
}

/**
 * The card an item's log amounts to, null when nothing in it counts. Practice does not. Rows of an older algorithm are
 * repeated with the present one.
 * @throws Error when a row names a parameter version that is not given
 */
export function fold(rows: readonly LogRow[], parametersByVersion: ParametersByVersion): CardState | null {
  return liveRows(rows).reduce<CardState | null>((card, row) => apply(card, row, parametersByVersion), null);
}

/** Whether a review was right unaided, which is what counts towards a concept that others need. Practice does not. */
export function rightUnaided(rows: readonly LogRow[]): boolean {
  return liveRows(rows).some((row) => row.kind === "review" && (row.grade === "good" || row.grade === "easy"));
}

/** Whether a placement passed the item's concept, which opens what builds on it. */
export function placed(rows: readonly LogRow[]): boolean {
  return liveRows(rows).some(({ kind }) => kind === "placement");
}

/** The card after one more row that counts. */
export function apply(
  card: CardState | null,
  row: Exclude<LogRow, UndoRow>,
  parametersByVersion: ParametersByVersion,
): CardState | null {
  if (row.kind === "practice") return card;
  if (row.kind === "placement" || row.kind === "import") return row.card ?? card;
  const context = contextOf(row, parametersByVersion);
  if (row.kind === "known") return knownCard(card, context);
  return rate(card, row.grade, context, { confident: row.confident });
}

function contextOf(row: ReviewRow | KnownRow, parametersByVersion: ParametersByVersion): ScheduleContext {
  const parameters = parametersByVersion[row.parametersVersion];
  if (parameters === undefined)
    throw new Error(
      `Log row ${row.seq} was made with parameters "${row.parametersVersion}", known are: ${Object.keys(parametersByVersion).join(", ")}`,
    );
  return {
    now: row.at,
    utcOffsetMinutes: row.utcOffsetMinutes,
    rolloverHour: row.rolloverHour,
    desiredRetention: row.desiredRetention,
    maximumInterval: row.maximumInterval,
    parameters,
    parametersVersion: row.parametersVersion,
    learningSteps: row.learningSteps,
    relearningSteps: row.relearningSteps,
    ...(row.stabilityFactor !== undefined && { stabilityFactor: row.stabilityFactor }),
    ...(row.fuzzSeed !== undefined && { fuzzSeed: row.fuzzSeed }),
  };
}
