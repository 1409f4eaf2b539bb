"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { startTrainingAction, stopTrainingAction, watchTrainingAction } from "#app/_actions/labs.ts";
import { type BrowserRun, startBrowserRun } from "./browser-run.ts";
import { afterFailure, type Choice, isOver, type Place, type RunView, startingRun } from "./run-view.ts";

/** Milliseconds between two looks at a run on the server. */
const LOOK_EVERY = 400;

/** The run that this page shows: one in this browser, or the learner's run on the server. */
export function useTraining(found: { id: string; view: RunView } | null) {
  const [serverId, setServerId] = useState(found?.id ?? null);
  const [view, setView] = useState(found?.view ?? null);
  const here = useRef<BrowserRun | null>(null);
  const isWatched = view !== null && view.place === "server" && !isOver(view);

  useEffect(() => {
    if (!isWatched) return;
    const timer = setInterval(() => {
      watchTrainingAction().then(
        (run) => run && setView((before) => (before?.place === "server" ? run.view : before)),
        // The connection was lost: the next look may find it again.
        () => {},
      );
    }, LOOK_EVERY);
    return () => clearInterval(timer);
  }, [isWatched]);
  useEffect(() => () => here.current?.end(), []);

  const start = useCallback((recipe: string, place: Place, choice: Choice) => {
    here.current?.end();
    setView(startingRun(recipe, place));
    if (place === "browser") {
      here.current = startBrowserRun(recipe, choice, setView);
      return;
    }
    startTrainingAction({ id: crypto.randomUUID(), recipe, choice }).then(
      (run) => {
        setServerId(run?.id ?? null);
        setView(run?.view ?? null);
      },
      () => setView((before) => before && afterFailure(before, "The server could not be reached.")),
    );
  }, []);

  const stop = useCallback(() => {
    setView((before) => before && { ...before, phase: "stopping" });
    if (view?.place === "browser") here.current?.stop();
    else if (serverId !== null) void stopTrainingAction(serverId).catch(() => {});
  }, [view?.place, serverId]);

  return { view, start, stop };
}
