import { byId } from "./item-order.ts";
import type { QueueCard, QueueInput } from "./pools.ts";
import { retrievability } from "./retrievability.ts";
import { corrected, correctionOf, probes, type Return, topicOf, waitedOut } from "./return.ts";
import { dueDay, studyDay } from "./study-day.ts";

/** Every so many answers of a session the longest overdue review goes first, so that shaky cards starve no other. */
export const OLDEST_EVERY = 5;

/** Study days overdue from which a review opens the next session, however short, and takes its time, however long. */
export const LONGEST_WAIT = 7;

/** `probe` is the topic it probes, after an absence; `retrievability` is then the corrected one. */
export type DueReview = QueueCard & {
  retrievability: number;
  overdueDays: number;
  oldest: boolean;
  probe?: string | undefined;
};

/**
 * Errors made with confidence first, then lowest retrievability: these are being lost fastest, and what waits only sinks
 * further, so it rises in the order. That rise is slow for very stable cards, hence one place in `OLDEST_EVERY` for the
 * longest overdue, and the first of a session once that has waited for `LONGEST_WAIT` days. After an absence, when all
 * have waited, probes come first, and the rest goes by corrected recall.
 */
export function dueReviews(due: readonly QueueCard[], { context, history, returning }: QueueInput): DueReview[] {
  const today = studyDay(context.now, context);
  const correction = corrections(returning);
  const risk: DueReview[] = due.map((entry) => ({
    itemId: entry.itemId,
    conceptId: entry.conceptId,
    kind: entry.kind,
    card: entry.card,
    retrievability: corrected(retrievability(entry.card, context.now, context), correction(entry)),
    overdueDays: today - (dueDay(entry.card) ?? studyDay(entry.card.due, context)),
    oldest: false,
  }));
  risk.sort((a, b) => confidence(b) - confidence(a) || a.retrievability - b.retrievability || byId(a, b));
  // Sorting is stable: cards equally overdue stay ordered by risk.
  const age = risk.toSorted((a, b) => b.overdueDays - a.overdueDays);
  const probing = returning ? probes(risk, returning) : [];
  for (const one of probing) one.probe = returning && topicOf(one.conceptId, returning);
  const taken = new Set<DueReview>(probing);
  const ordered: DueReview[] = [...probing];
  let nextRisk = 0;
  let nextAge = 0;
  while (ordered.length < risk.length) {
    while (taken.has(risk[nextRisk])) nextRisk++;
    while (taken.has(age[nextAge])) nextAge++;
    const place = history.length + ordered.length + 1;
    const opens = place === 1 && !returning && age[nextAge].overdueDays >= LONGEST_WAIT;
    const oldest = opens || place % OLDEST_EVERY === 0;
    const next = oldest ? age[nextAge] : risk[nextRisk];
    taken.add(next);
    ordered.push(oldest ? { ...next, oldest } : next);
  }
  return ordered;
}

/** 1 for an error made with confidence and not passed since. */
function confidence({ card }: QueueCard): number {
  return card.confidentError ? 1 : 0;
}

/** The factor on a card's predicted recall, worked out once for each topic. */
function corrections(returning: Return | undefined): (entry: QueueCard) => number {
  if (!returning) return () => 1;
  const known = new Map<string, number>();
  return (entry) => {
    if (!waitedOut(entry, returning)) return 1;
    const topic = topicOf(entry.conceptId, returning);
    const factor = known.get(topic) ?? correctionOf(topic, returning.results);
    known.set(topic, factor);
    return factor;
  };
}
