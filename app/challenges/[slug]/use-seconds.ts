import { useEffect, useRef } from "react";
import { readLocal, writeLocal } from "./local.ts";

/** Seconds worked on a challenge: while its page is looked at, across reloads. */
export function useSeconds(challenge: string, before: number): () => number {
  const worked = useRef(before);
  useEffect(() => {
    const key = `challenge ${challenge} seconds`;
    const kept = readLocal(key);
    if (typeof kept === "number" && kept > worked.current) worked.current = kept;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      if (document.visibilityState === "visible") {
        // A machine that slept did no work.
        worked.current += Math.min((now - last) / 1000, 5);
        writeLocal(key, worked.current);
      }
      last = now;
    }, 1000);
    return () => clearInterval(timer);
  }, [challenge]);
  return () => worked.current;
}
