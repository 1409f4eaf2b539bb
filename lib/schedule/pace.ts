/** Seconds an item takes: the learner's own medians where there are any. */
export type Pace = {
  /** Median seconds by item id. */
  items: ReadonlyMap<string, number>;
  /** Median seconds by kind of item. */
  kinds: ReadonlyMap<string, number>;
  /** For what was never timed. */
  fallback: { new: number; review: number };
};

export const DEFAULT_PACE: Pace = { items: new Map(), kinds: new Map(), fallback: { new: 60, review: 30 } };

/**
 * Seconds expected for an item: its own median, else that of its kind, else the fallback. A new item has no median of
 * its own and takes at least the fallback of a new one, since reading it for the first time is slower.
 */
export function secondsFor(item: { itemId: string; kind?: string }, isNew: boolean, pace: Pace): number {
  const ofKind = item.kind === undefined ? undefined : pace.kinds.get(item.kind);
  if (isNew) return Math.max(ofKind ?? 0, pace.fallback.new);
  return pace.items.get(item.itemId) ?? ofKind ?? pace.fallback.review;
}

/** The median of some times, null of none. */
export function medianSeconds(seconds: readonly number[]): number | null {
  if (seconds.length === 0) return null;
  const sorted = seconds.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return (lower + upper) / 2;
}
