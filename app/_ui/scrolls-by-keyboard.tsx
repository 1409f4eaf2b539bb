"use client";

import { useEffect } from "react";

/** What may be wider than its place, and scrolls sideways then. */
const WIDE = ".scrolls-wide:not([role=option] *), .prose .katex-display, .prose pre, .prose table, .code-block";

/** Lets the keyboard reach, and so scroll, what is wider than its place; what fits is no stop on the way. */
export function ScrollsByKeyboard() {
  useEffect(() => {
    let frame = 0;
    function look() {
      for (const element of document.querySelectorAll<HTMLElement>(WIDE)) {
        if (element.scrollWidth > element.clientWidth && element.clientWidth > 0) element.tabIndex = 0;
        else element.removeAttribute("tabindex");
      }
    }
    function lookSoon() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    }
    const changes = new MutationObserver(lookSoon);
    changes.observe(document.body, { childList: true, subtree: true });
    const sizes = new ResizeObserver(lookSoon);
    sizes.observe(document.body);
    return () => {
      cancelAnimationFrame(frame);
      changes.disconnect();
      sizes.disconnect();
    };
  }, []);
  return null;
}
