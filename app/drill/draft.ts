import { useMemo } from "react";
import { type Draft, widgetOf } from "./kinds/widgets.ts";
import { forget, save, useSaved } from "./saved.ts";
import type { QuestionView } from "./view.ts";

const key = (servingId: string) => `draft ${servingId}`;

/** The answer being written to a question; it survives a reload of this tab. */
export function useDraft({ servingId, asked }: Pick<QuestionView, "servingId" | "asked">): Draft {
  const saved = useSaved<Draft>(key(servingId));
  return useMemo(() => saved ?? widgetOf(asked.kind).empty(asked), [saved, asked]);
}

export function saveDraft(servingId: string, draft: Draft): void {
  save(key(servingId), draft);
}

export function dropDraft(servingId: string): void {
  forget(key(servingId));
}
