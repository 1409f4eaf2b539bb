import { useCallback, useEffect, useRef, useState } from "react";

/** How often what is left is looked at, in milliseconds. */
const TICK = 250;

/**
 * The time of an exam in the browser: what the server said has passed, and what went by since on a timer that nobody can
 * set. Each answer of the server puts it right, as after the machine has slept.
 */
export function useExamClock({ limit, spent }: { limit: number; spent: number }) {
  const known = useRef({ spent, at: 0 });
  const [left, setLeft] = useState(limit - spent);
  const now = useCallback(() => known.current.spent + (performance.now() - known.current.at) / 1000, []);
  const hear = useCallback((seconds: number) => {
    known.current = { spent: seconds, at: performance.now() };
  }, []);
  useEffect(() => {
    hear(spent);
    const timer = setInterval(() => setLeft(Math.max(0, limit - now())), TICK);
    return () => clearInterval(timer);
  }, [limit, spent, hear, now]);
  return { left, now, hear };
}
