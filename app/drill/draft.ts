import { useMemo, useSyncExternalStore } from "react";
import { type Draft, widgetOf } from "./kinds/widgets.ts";
import type { QuestionView } from "./view.ts";

const key = (servingId: string) => `draft ${servingId}`;
const listeners = new Set<() => void>();

/** The answer being written to a question; it survives a reload of this tab. */
export function useDraft({ servingId, asked }: QuestionView): Draft {
  const saved = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key(servingId)),
    () => null,
  );
  return useMemo(
    () => (saved === null ? widgetOf(asked.kind).empty(asked) : (JSON.parse(saved) as Draft)),
    [saved, asked],
  );
}

export function saveDraft(servingId: string, draft: Draft): void {
  sessionStorage.setItem(key(servingId), JSON.stringify(draft));
  for (const listener of listeners) listener();
}

export function dropDraft(servingId: string): void {
  sessionStorage.removeItem(key(servingId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
