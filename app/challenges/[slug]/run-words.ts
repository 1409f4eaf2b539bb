import type { Running } from "./use-run.ts";

/** How a run that is not over stands. */
export function goingInWords({ state }: Running): string {
  switch (state.kind) {
    case "sent":
      return "Sending …";
    case "waiting":
      return state.before === 1 ? "Waiting: one run is before it" : `Waiting: ${state.before} runs are before it`;
    case "unreachable":
      return "The server does not answer; asking again …";
    default:
      return "Running …";
  }
}
