"use client";

import { useEffect } from "react";
import { setTimeZoneAction } from "#app/_actions/settings.ts";

/** Tells the server the browser's time zone when it differs from the one it knows. */
export function TimeZone({ known }: { known: string | null }) {
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone && timeZone !== known)
      setTimeZoneAction(timeZone).catch((error: unknown) => console.warn("The time zone was not stored", error));
  }, [known]);
  return null;
}
