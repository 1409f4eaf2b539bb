import { useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

/** What the browser's keys of a round begin with. */
export function localKey(challenge: string, round: number): string {
  return round === 1 ? `challenge ${challenge}` : `challenge ${challenge} round ${round}`;
}

/** What this browser keeps, where it may keep anything; null: nothing, or nothing that can be read. */
export function readLocal(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Keeps a value in this browser. A browser that keeps nothing is no reason to stop. */
export function writeLocal(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    console.warn("This browser keeps nothing", error);
  }
  for (const listener of listeners) listener();
}

/** Whether something is switched on in this browser; off until the page is alive. */
export function useSwitch(key: string): [on: boolean, toggle: () => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => readLocal(key) === true,
    () => false,
  );
  return useMemo(() => [on, () => writeLocal(key, !on)], [key, on]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
