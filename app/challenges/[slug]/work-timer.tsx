import { useEffect, useState } from "react";
import { clock } from "../words.ts";
import { useSwitch } from "./local.ts";

/** Time worked on the challenge, for those who want to see it. It stands while the page is not looked at. */
export function WorkTimer({ seconds }: { seconds: () => number }) {
  const [shown, setShown] = useState<number | null>(null);
  const [hidden, toggle] = useSwitch("timer hidden");
  useEffect(() => {
    if (hidden) return undefined;
    const timer = setInterval(() => setShown(seconds()), 500);
    return () => clearInterval(timer);
  });
  return (
    <button
      type="button"
      onClick={toggle}
      aria-pressed={!hidden}
      aria-label="Timer"
      className="min-h-11 min-w-11 cursor-pointer rounded-control px-2 font-mono text-sm text-soft tabular-nums hover:text-ink"
    >
      {hidden || shown === null ? "Timer" : clock(shown)}
    </button>
  );
}
