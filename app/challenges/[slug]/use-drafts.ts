import { useEffect, useState, useSyncExternalStore } from "react";
import { draftsAction, saveDraftAction } from "#app/_actions/challenges.ts";
import type { Language } from "#lib/challenge/language.ts";
import type { ChallengeView } from "../view.ts";
import { DraftKeeper, type Saving } from "./draft-keeper.ts";
import { localKey, readLocal, writeLocal } from "./local.ts";

/**
 * The learner's texts. `onNewer` hears of a text that another tab or another browser has written since, when this page
 * is looked at again.
 */
export function useDrafts(
  { id, starters, drafts, work }: ChallengeView,
  seconds: () => number,
  onNewer: (languages: Language[], newest: (language: Language) => string) => void,
): { keeper: DraftKeeper; saving: Saving } {
  const round = work.round.number;
  const [keeper] = useState(() => {
    const key = (language: Language) => `${localKey(id, round)} ${language}`;
    return new DraftKeeper({
      starters,
      drafts,
      local: {
        read: (language) => readLocal(key(language)),
        write: (language, draft) => writeLocal(key(language), draft),
      },
      send: async (language, draft) =>
        saveDraftAction({ challenge: id, round, language, ...draft, seconds: seconds() }),
      now: Date.now,
    });
  });
  const saving = useSyncExternalStore(keeper.subscribe, keeper.saving, () => "saved" as const);

  useEffect(() => {
    async function look() {
      if (document.visibilityState !== "visible") return;
      const newest = (language: Language) => keeper.text(language);
      onNewer(keeper.readLocal(), newest);
      try {
        onNewer(keeper.readServer(await draftsAction({ challenge: id, round })), newest);
      } catch (error) {
        console.warn("The drafts could not be asked for", error);
      }
    }
    const onLook = () => void look();
    document.addEventListener("visibilitychange", onLook);
    window.addEventListener("focus", onLook);
    return () => {
      document.removeEventListener("visibilitychange", onLook);
      window.removeEventListener("focus", onLook);
    };
  });

  return { keeper, saving };
}
