import { useEffect } from "react";

/** Left and right arrow keys, unless what has the focus has a use for them. */
export function useArrows({ back, next }: { back: (() => void) | null; next: (() => void) | null }): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const target = event.target instanceof Element ? event.target : document.body;
      const own = target.closest("input, textarea, select, [role=listbox], [role=grid], .scrolls-wide, [tabindex='0']");
      if (own || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (document.querySelector("dialog[open]")) return;
      const act = { ArrowLeft: back, ArrowRight: next }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}
