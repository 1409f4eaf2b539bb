import { useEffect } from "react";

interface Keys {
  enter: () => void;
  number: (digit: number) => void;
  /** What single letters do; null: nothing now. */
  letters: Record<string, (() => void) | null>;
  /** A letter typed into an empty number field is meant as a command. */
  fieldIsEmpty: boolean;
}

/** The keyboard of the drill. Letters also work with Alt while writing. */
export function useKeys({ enter, number, letters, fieldIsEmpty }: Keys): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.isComposing || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const field = fieldOf(target);
      if (event.key === "Enter") {
        const ownEnter =
          target.closest("a, button, summary, [data-own-enter]") !== null || (field === "text" && !event.altKey);
        // A held key would press a button again and again.
        if (ownEnter && event.repeat && field !== "text") event.preventDefault();
        if (ownEnter || event.repeat) return;
        event.preventDefault();
        enter();
        return;
      }
      const commands = event.altKey || field === "none" || (field === "number" && fieldIsEmpty);
      if (!commands) return;
      if (/^[1-9]$/.test(event.key) && field === "none") {
        event.preventDefault();
        number(Number(event.key));
      }
      const letter = letters[event.altKey ? event.code.replace("Key", "").toLowerCase() : event.key.toLowerCase()];
      if (letter) {
        event.preventDefault();
        letter();
      }
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}

/** Whether the keyboard's letters belong to a field: "text" takes them all, "number" all once it has begun. */
function fieldOf(target: HTMLElement): "none" | "number" | "words" | "text" {
  if (target.isContentEditable) return "text";
  if (target instanceof HTMLTextAreaElement) return target.readOnly ? "none" : "text";
  if (!(target instanceof HTMLInputElement) || target.readOnly || ["radio", "checkbox"].includes(target.type))
    return "none";
  return target.dataset.words === undefined ? "number" : "words";
}
