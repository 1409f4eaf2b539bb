import { useEffect, useRef } from "react";
import { localKey, readLocal, writeLocal } from "./local.ts";

/** Seconds worked on a round: while its page is looked at, across reloads. */
export function useSeconds(challenge: string, round: number, before: number): () => number {
  const worked = useRef(before);
  useEffect(() => {
    const key = `${localKey(challenge, round)} seconds`;
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
  }, [challenge, round]);
  return () => worked.current;
}
