"use client";

import { type FormEvent, useState } from "react";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { RunPanel } from "./run-panel.tsx";
import { isOver, type Place, type RunView } from "./run-view.ts";
import { useTraining } from "./use-training.ts";

export interface RecipeChoice {
  readonly name: string;
  readonly what: string;
  /** In words, how large a step is. */
  readonly size: string;
}

const PLACES: readonly { place: Place; label: string; help: string }[] = [
  { place: "browser", label: "In this browser", help: "It ends when you leave the page." },
  { place: "server", label: "On the server", help: "It goes on when you leave the page, and is found again." },
];

/** Choosing what to train and where, and the run. */
export function TrainingLab({
  recipes,
  found,
}: {
  recipes: readonly RecipeChoice[];
  found: { id: string; view: RunView } | null;
}) {
  const [recipe, setRecipe] = useState(found?.view.recipe ?? recipes[0].name);
  const [place, setPlace] = useState<Place>(found?.view.place ?? "browser");
  const { view, start, stop } = useTraining(found);
  const isGoing = view !== null && !isOver(view);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGoing) start(recipe, place);
  };
  return (
    <>
      <form onSubmit={submit} className="mt-8 flex flex-col gap-6">
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">What to learn</legend>
          {recipes.map(({ name, what, size }) => (
            <label key={name} className="flex items-start gap-3 py-1.5">
              <input
                type="radio"
                name="recipe"
                value={name}
                checked={recipe === name}
                onChange={() => setRecipe(name)}
                className="mt-1.5 shrink-0 accent-accent"
              />
              <span>
                {what}
                <span className="block text-sm text-soft">{size}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">Where</legend>
          {PLACES.map(({ place: each, label, help }) => (
            <label key={each} className="flex items-start gap-3 py-1.5">
              <input
                type="radio"
                name="place"
                value={each}
                checked={place === each}
                onChange={() => setPlace(each)}
                className="mt-1.5 shrink-0 accent-accent"
              />
              <span>
                {label}
                <span className="block text-sm text-soft">{help}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div>
          <PrimaryButton type="submit" aria-disabled={isGoing}>
            {isGoing ? "Training" : "Train"}
          </PrimaryButton>
        </div>
      </form>
      {view && <RunPanel view={view} onStop={stop} />}
    </>
  );
}
