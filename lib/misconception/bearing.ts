import { type Evidence, type Misunderstanding, misconceptionLedger } from "./ledger.ts";

/** What one answer says of one misconception: that it is there, or that it no longer is. */
export type Bearing = {
  seq: number;
  /** Study day, days since 1970-01-01 in the learner's calendar. */
  day: number;
  itemId: string;
  /** It showed; otherwise it could have and did not. */
  shown: boolean;
  /** Shown by a learner who was sure. */
  confident: boolean;
};

/** What an answer says of a misconception, null when it is evidence neither way. */
export function bearingOf(answer: Evidence, misconception: string): Bearing | null {
  const { seq, day, itemId, targets, diagnosed, outcome, unaided, confident = false } = answer;
  if (diagnosed === misconception) return { seq, day, itemId, shown: true, confident };
  const withstood = outcome === "right" && unaided && targets.includes(misconception);
  return withstood ? { seq, day, itemId, shown: false, confident: false } : null;
}

/** By misconception, what the answers say of those that showed in one of them. */
export function bearingsOf(answers: readonly Evidence[]): Map<string, Bearing[]> {
  const found = new Map<string, Bearing[]>();
  for (const answer of answers.toSorted((a, b) => a.seq - b.seq)) {
    const { diagnosed, targets } = answer;
    if (diagnosed !== null && !found.has(diagnosed)) found.set(diagnosed, []);
    for (const misconception of new Set([...targets, ...(diagnosed === null ? [] : [diagnosed])])) {
      const bearing = bearingOf(answer, misconception);
      if (bearing) found.get(misconception)?.push(bearing);
    }
  }
  return found;
}

/** The bearings that count, oldest first: from the first answer that shows it on. */
export function sinceFirstShown(bearings: readonly Bearing[]): Bearing[] {
  const ordered = bearings.toSorted((a, b) => a.seq - b.seq);
  const first = ordered.findIndex(({ shown }) => shown);
  return first < 0 ? [] : ordered.slice(first);
}

/** How a misconception stands by what answers say of it; null when none has shown it. */
export function misunderstandingOf(misconception: string, bearings: readonly Bearing[]): Misunderstanding | null {
  const answers = bearings.map(({ seq, day, itemId, shown, confident }): Evidence => {
    const outcome = shown ? "wrong" : "right";
    const diagnosed = shown ? misconception : null;
    return { seq, day, itemId, targets: [misconception], diagnosed, outcome, unaided: true, confident };
  });
  return misconceptionLedger(answers).get(misconception) ?? null;
}
