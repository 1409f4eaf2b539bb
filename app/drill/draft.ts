import { useMemo, useSyncExternalStore } from "react";
import type { Answer } from "#lib/grade/answer.ts";
import type { QuestionView } from "./view.ts";

/** An answer being written: what the widgets edit and what is handed in. */
export type Draft = Answer;

/** Nothing chosen yet. */
const NONE = -1;

function emptyDraft({ asked }: QuestionView): Draft {
  switch (asked.kind) {
    case "numeric":
      return { kind: "numeric", text: "" };
    case "tensor": {
      const [rows, columns] = asked.shape;
      return { kind: "tensor", cells: Array.from({ length: rows }, () => Array<string>(columns).fill("")) };
    }
    case "choice":
      return { kind: "choice", option: NONE };
    case "cloze":
      return { kind: "cloze", texts: Array<string>(asked.blanks).fill("") };
    case "recall":
      return { kind: "recall", text: asked.revealed?.text ?? "", ticked: [] };
  }
}

/** Whether anything was entered that a single key must not be taken from. */
export function isEmpty(draft: Draft): boolean {
  switch (draft.kind) {
    case "numeric":
      return draft.text === "";
    case "tensor":
      return draft.cells.flat().every((cell) => cell === "");
    case "choice":
      return draft.option === NONE;
    case "cloze":
      return draft.texts.every((text) => text === "");
    case "recall":
      return draft.text === "" && draft.ticked.length === 0;
  }
}

const key = (servingId: string) => `draft ${servingId}`;
const listeners = new Set<() => void>();

/** The answer being written to a question; it survives a reload of this tab. */
export function useDraft(question: QuestionView): Draft {
  const saved = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key(question.servingId)),
    () => null,
  );
  return useMemo(() => (saved === null ? emptyDraft(question) : (JSON.parse(saved) as Draft)), [saved, question]);
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
