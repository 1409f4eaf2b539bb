import { useEffect, useRef, useState } from "react";
import { startRunAction, stopRunAction, watchRunAction } from "#app/_actions/runs.ts";
import type { Language } from "#lib/challenge/language.ts";
import type { RunView, WorkView } from "../view.ts";

export type Which = "visible" | "all";

/** A run that this tab began. */
interface Begun {
  id: string;
  which: Which;
  language: Language;
  source: string;
}

export type Running = Begun & {
  /** It was begun before this page was loaded. */
  resumed: boolean;
  /** `sent`: no word of the server yet. `unreachable`: none now, though there was. */
  state: RunView | { kind: "sent" | "unreachable" };
};

const isGoing = ({ state }: Running) => ["sent", "unreachable", "waiting", "running"].includes(state.kind);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface RunOptions {
  challenge: string;
  round: number;
  /** What this tab keeps a run under. */
  name: string;
  /** Hears how the work stands after a submission. */
  onDone?: (work: WorkView) => void;
}

/** Runs and submits the text, one at a time, and goes on watching after a reload. */
export function useRun({ challenge, round, name, onDone }: RunOptions) {
  const [running, setRunning] = useState<Running | null>(null);
  /** The run that is watched; another or none ends the watching. */
  const watched = useRef<string | null>(null);
  const key = `run ${name}`;

  async function watch(begun: Begun, resumed: boolean, ask: () => Promise<RunView>) {
    const show = (state: Running["state"]) => setRunning({ ...begun, resumed, state });
    watched.current = begun.id;
    for (let next = ask; watched.current === begun.id; ) {
      let state: Running["state"];
      try {
        state = await next();
        next = () => watchRunAction(begun.id);
      } catch (error) {
        console.warn("The run could not be asked about", error);
        state = { kind: "unreachable" };
        await pause(1000);
      }
      if (watched.current !== begun.id) return;
      show(state);
      if (!isGoing({ ...begun, resumed, state })) {
        watched.current = null;
        if (state.kind === "done" && state.work) onDone?.(state.work);
      }
    }
  }

  useEffect(() => {
    const kept = sessionStorage.getItem(key);
    if (kept !== null) {
      const begun = JSON.parse(kept) as Begun;
      // Asked again, an id begins nothing anew: a run that never reached the server may be known to no one.
      void watch(begun, true, () => watchRunAction(begun.id));
    }
    return () => {
      watched.current = null;
    };
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key]);

  function start(which: Which, language: Language, source: string, seconds: number) {
    if (watched.current !== null) return;
    const begun = { id: crypto.randomUUID(), which, language, source };
    sessionStorage.setItem(key, JSON.stringify(begun));
    setRunning({ ...begun, resumed: false, state: { kind: "sent" } });
    void watch(begun, false, () => startRunAction({ ...begun, challenge, round, seconds }));
  }

  async function stop() {
    if (!running || watched.current === null) return;
    try {
      await stopRunAction(running.id);
    } catch (error) {
      console.warn("The run could not be stopped", error);
      watched.current = null;
      setRunning({ ...running, state: { kind: "stopped" } });
    }
  }

  return { running, isGoing: running !== null && isGoing(running), start, stop };
}
