import { useEffect } from "react";

/** Ctrl or Cmd with Enter runs, with Shift too submits, wherever on the page the focus is. */
export function useShortcuts({ run, submit }: { run: () => void; submit: () => void }): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      // The editor has a meaning of its own for these keys.
      event.stopPropagation();
      if (event.repeat) return;
      if (event.shiftKey) submit();
      else run();
    }
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  });
}
