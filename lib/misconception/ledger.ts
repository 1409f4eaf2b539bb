/** One marked answer, as far as misconceptions go. Undone answers are left out by the caller. */
export type Evidence = {
  /** Order of the answers; two never share one. */
  seq: number;
  /** Study day, days since 1970-01-01 in the learner's calendar. */
  day: number;
  itemId: string;
  /** Misconceptions the variant could have shown: those of its mal-rules or of its options. */
  targets: readonly string[];
  /** The misconception the answer showed, if it showed one. */
  diagnosed: string | null;
  outcome: "right" | "wrong";
  /** Neither a hint, nor a guess, nor a slip that was carried on. */
  unaided: boolean;
  confident?: boolean;
};

/** How firmly a misconception is held; the rule stands at `misconceptionLedger`. */
export type Status = "seen" | "held" | "fading" | "gone";

export type Misunderstanding = {
  misconception: string;
  status: Status;
  /** The answers that showed it, oldest first. */
  seen: readonly Evidence[];
  /** How many of these were given with confidence. */
  confident: number;
  /** The answers since it was last seen that were right, unaided and on a variant that could have shown it. */
  overcome: readonly Evidence[];
};

/** Separate study days with right answers after which a misconception is gone. */
export const DAYS_TO_BE_GONE = 2;

/** By misconception, in the order in which they were first seen. */
export type Ledger = ReadonlyMap<string, Misunderstanding>;

/**
 * What a learner misunderstands, as a fold over marked answers in the order of `seq`:
 *
 * - *seen*: one answer has shown it;
 * - *held*: two answers have, on one day or on several;
 * - *fading*: since it was last seen, answers right and unaided on variants that could have shown it, all on one study
 *   day, be it the day it was last seen;
 * - *gone*: such answers on two separate study days.
 *
 * An answer that shows it again makes it held, whatever it was. A wrong answer without a diagnosis, or with another
 * one, and a right answer with help are evidence neither way.
 * @throws Error when two rows share a `seq`, or a right answer carries a diagnosis
 */
export function misconceptionLedger(rows: readonly Evidence[]): Ledger {
  const ledger = new Map<string, Misunderstanding>();
  let last: Evidence | null = null;
  for (const row of rows.toSorted((a, b) => a.seq - b.seq)) {
    if (row.seq === last?.seq) throw new Error(`Evidence has two rows with seq ${row.seq}`);
    if (row.outcome === "right" && row.diagnosed !== null)
      throw new Error(`Evidence ${row.seq} is right, yet diagnosed as ${row.diagnosed}`);
    last = row;
    if (row.diagnosed !== null) ledger.set(row.diagnosed, shown(row.diagnosed, ledger.get(row.diagnosed), row));
    if (row.outcome === "wrong" || !row.unaided) continue;
    for (const target of new Set(row.targets)) {
      const before = ledger.get(target);
      if (before) ledger.set(target, withstood(before, row));
    }
  }
  return ledger;
}

/** The study days since it was last seen on which it could have shown and did not. */
export function daysOvercome({ overcome }: Misunderstanding): Set<number> {
  return new Set(overcome.map(({ day }) => day));
}

function shown(misconception: string, before: Misunderstanding | undefined, row: Evidence): Misunderstanding {
  const seen = [...(before?.seen ?? []), row];
  const confident = (before?.confident ?? 0) + (row.confident ? 1 : 0);
  return { misconception, status: seen.length > 1 ? "held" : "seen", seen, confident, overcome: [] };
}

function withstood(before: Misunderstanding, row: Evidence): Misunderstanding {
  const after = { ...before, overcome: [...before.overcome, row] };
  return { ...after, status: daysOvercome(after).size >= DAYS_TO_BE_GONE ? "gone" : "fading" };
}
