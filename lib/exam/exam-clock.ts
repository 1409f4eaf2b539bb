/** What the server's clocks say. */
export interface ClockReading {
  /** By the clock on the wall, which people and time servers set. */
  now: Date;
  /** Seconds since the machine was started, sleep included, which nobody sets. */
  uptime: number;
  /** Names this start of the machine; null where it can't be told from another. */
  boot: string | null;
}

/** When an exam was last heard of, and the seconds that had passed by then. */
export interface Heard {
  spent: number;
  heardAt: Date;
  uptime: number;
  boot: string | null;
}

/** Seconds after the end for which what was typed before it may still arrive. */
export const GRACE = 3;

/**
 * Seconds that have passed of an exam. Between two readings of one start of the machine they are those of its uptime, so
 * that setting the clock neither gives nor takes time, and neither does a crash. After the machine was started anew only
 * the clock on the wall can say how long that took; where it was set back, the time until then stays passed.
 */
export function spentAt({ spent, heardAt, uptime, boot }: Heard, reading: ClockReading): number {
  const sameStart = reading.boot === boot && reading.uptime >= uptime;
  const since = sameStart ? reading.uptime - uptime : (reading.now.getTime() - heardAt.getTime()) / 1000;
  return spent + Math.max(0, since);
}

/** How an exam stands: answers are taken until its time and the grace have passed. */
export function isOver(exam: Heard & { limit: number }, reading: ClockReading): boolean {
  return spentAt(exam, reading) > exam.limit + GRACE;
}
