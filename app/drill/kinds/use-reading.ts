import { useEffect, useMemo, useState } from "react";
import type { Reading, readFormula } from "./read-formula.ts";

const AFTER_TYPING_MS = 60;

/** How a formula is read, shortly after each change; null while it is empty or its reader is still loading. */
export function useReading(text: string, symbols: readonly string[]): Reading | null {
  const [reader, setReader] = useState<{ read: typeof readFormula } | null>(null);
  useEffect(() => {
    let isHere = true;
    import("./read-formula.ts").then(
      ({ readFormula: read }) => {
        if (isHere) setReader({ read });
      },
      // The field works without it: the server reads the answer anyway.
      (error: unknown) => console.warn("The preview of formulas could not be loaded", error),
    );
    return () => {
      isHere = false;
    };
  }, []);
  const settled = useSettled(text, AFTER_TYPING_MS);
  return useMemo(
    () => (reader && settled.trim() !== "" ? reader.read(settled, symbols) : null),
    [reader, settled, symbols],
  );
}

/** A value once it has not changed for some time. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
