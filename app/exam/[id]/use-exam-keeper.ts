import { useEffect, useState, useSyncExternalStore } from "react";
import { examStandAction, saveQuestionAction } from "#app/_actions/exam.ts";
import { readLocal, writeLocal } from "#app/challenges/[slug]/local.ts";
import type { SittingView } from "../view.ts";
import { ExamKeeper, type Unsent } from "./exam-keeper.ts";

interface Clock {
  /** Seconds of the exam that have passed. */
  now: () => number;
  hear: (spent: number) => void;
}

/** The learner's answers; what another tab wrote comes in when this page is looked at again. */
export function useExamKeeper({ id, questions }: SittingView, { now, hear }: Clock, onOver: () => void) {
  const [keeper] = useState(() => {
    const key = (place: number) => `exam ${id} ${place}`;
    return new ExamKeeper({
      states: questions.map(({ state }) => state),
      local: {
        read: (place) => readLocal(key(place)) as Unsent | null,
        write: (place, unsent) => writeLocal(key(place), unsent),
      },
      send: (change) => saveQuestionAction({ exam: id, ...change }),
      now: () => now() * 1000,
      onSpent: hear,
    });
  });
  const states = useSyncExternalStore(keeper.subscribe, keeper.states, keeper.states);
  const saving = useSyncExternalStore(keeper.subscribe, keeper.saving, () => "saved" as const);

  useEffect(() => keeper.readLocal(), [keeper]);
  useEffect(() => {
    if (saving === "over") onOver();
  });
  useEffect(() => {
    async function look() {
      if (document.visibilityState !== "visible") return;
      try {
        const stand = await examStandAction({ exam: id });
        if (stand.kind === "over") {
          onOver();
          return;
        }
        hear(stand.spent);
        keeper.readServer(stand.states);
      } catch (error) {
        console.warn("How the exam stands could not be asked for", error);
      }
    }
    const onLook = () => void look();
    const onOnline = () => keeper.retry();
    document.addEventListener("visibilitychange", onLook);
    window.addEventListener("focus", onLook);
    window.addEventListener("online", onOnline);
    return () => {
      document.removeEventListener("visibilitychange", onLook);
      window.removeEventListener("focus", onLook);
      window.removeEventListener("online", onOnline);
    };
  });
  return { keeper, states, saving };
}
