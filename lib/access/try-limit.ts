/** Counts tries at a secret, all senders together, and refuses more than `limit` in `window` milliseconds. */
export type TryLimit = {
  /** Counts a try at `now` (ms) and returns 0, or, counting nothing, the seconds until one is allowed. */
  take(now: number): number;
  /** Forgets all tries, once one was right. */
  clear(): void;
};

export function createTryLimit({ limit, window }: { limit: number; window: number }): TryLimit {
  let tries: number[] = [];
  return {
    take(now) {
      tries = tries.filter((at) => now - at < window);
      const first = tries[0];
      if (tries.length >= limit && first !== undefined) return Math.ceil((first + window - now) / 1000);
      tries.push(now);
      return 0;
    },
    clear() {
      tries = [];
    },
  };
}
