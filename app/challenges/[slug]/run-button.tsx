import { QuietButton } from "#app/_ui/button.tsx";
import type { WorkplaceState } from "./use-workplace.ts";

/** Runs by the visible cases, or stops what runs. */
export function RunButton({ place }: { place: Pick<WorkplaceState, "isGoing" | "run" | "stop"> }) {
  const look = "grow border border-line bg-card text-ink sm:grow-0";
  return place.isGoing ? (
    <QuietButton onClick={place.stop} className={look}>
      Stop
    </QuietButton>
  ) : (
    <QuietButton onClick={place.run} hint="Ctrl ↵" className={look}>
      Run
    </QuietButton>
  );
}
