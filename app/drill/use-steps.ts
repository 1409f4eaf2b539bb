import { useEffect, useState } from "react";
import { stepsAction } from "#app/_actions/steps.ts";
import type { StepTexts } from "#lib/grade/steps-answer.ts";
import { forget, save, useSaved } from "./saved.ts";
import type { QuestionView, StepView } from "./view.ts";

interface SavedSteps {
  open: boolean;
  texts: StepTexts;
}

/** Answering a computation step by step: the steps, what was written so far, and the way there and back. */
export function useSteps({ servingId, stepwise }: QuestionView, marked: boolean) {
  const key = `steps ${servingId}`;
  const saved = useSaved<SavedSteps>(key);
  const [loaded, setLoaded] = useState<{ servingId: string; steps: StepView[] } | null>(null);
  const steps = loaded?.servingId === servingId ? loaded.steps : null;
  const wanted = stepwise && !marked && saved?.open === true;

  const missing = wanted && steps === null;

  async function load(): Promise<void> {
    const found = await stepsAction({ servingId });
    if (!found) return;
    setLoaded({ servingId, steps: found });
    save(key, { open: true, texts: saved?.texts ?? found.map(emptyStep) });
  }

  // After a reload what was written is here, and the steps have to be fetched once more.
  useEffect(() => {
    if (!missing) return;
    stepsAction({ servingId })
      .then((found) => found && setLoaded({ servingId, steps: found }))
      .catch(() => undefined);
  }, [missing, servingId]);

  const texts = saved?.texts ?? [];
  return {
    /** The steps to answer; null: the question is answered at once. */
    steps: wanted ? steps : null,
    texts,
    isEmpty: texts.flat(2).every((text) => text === ""),
    change: (next: StepTexts) => save(key, { open: true, texts: next }),
    drop: () => forget(key),
    /** Goes from one way of answering to the other; what was written stays. Rejects when the server is gone. */
    toggle: stepwise && !marked ? () => (wanted ? Promise.resolve(save(key, { open: false, texts })) : load()) : null,
  };
}

function emptyStep({ shape }: StepView): StepTexts[number] {
  return shape ? Array.from({ length: shape[0] }, () => Array<string>(shape[1]).fill("")) : "";
}
