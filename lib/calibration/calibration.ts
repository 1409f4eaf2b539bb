/** A share of answers with the range it may well have in truth. */
export interface Share {
  n: number;
  hits: number;
  /** 80 % Wilson interval; null of no answers. */
  interval: { low: number; high: number } | null;
}

/** Fewer answers than this say too little. */
export const ENOUGH_ANSWERS = 10;

/** 90th percentile of the normal distribution: 80 % lie between it and its negative. */
const Z = 1.281_551_565_544_6;

/**
 * Hits of n with Wilson's score interval of 80 %, which, unlike p ± z·√(p(1−p)/n), stays within 0 and 1 and is not
 * empty at p = 0 or 1: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 * @throws RangeError when `hits` of `n` is not a share
 */
export function shareOf(hits: number, n: number): Share {
  if (!(n >= 0 && hits >= 0 && hits <= n)) throw new RangeError(`${hits} of ${n} is not a share`);
  if (n === 0) return { n, hits, interval: null };
  const p = hits / n;
  const centre = p + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  return {
    n,
    hits,
    interval: { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) },
  };
}

/** Bounds of the bins that predicted recall is sorted into; the last one includes 1. */
export const RECALL_BOUNDS = [0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1] as const;
