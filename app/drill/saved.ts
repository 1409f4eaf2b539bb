import { useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

/** What this tab keeps under a key, so that it survives a reload; null: nothing. */
export function useSaved<T>(key: string): T | null {
  const saved = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key),
    () => null,
  );
  return useMemo(() => (saved === null ? null : (JSON.parse(saved) as T)), [saved]);
}

export function save(key: string, value: unknown): void {
  sessionStorage.setItem(key, JSON.stringify(value));
  for (const listener of listeners) listener();
}

export function forget(key: string): void {
  sessionStorage.removeItem(key);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
