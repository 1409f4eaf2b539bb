"use client";

import { type FormEvent, useState } from "react";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { RunPanel } from "./run-panel.tsx";
import { type Choice, isOver, type Place, type RunView } from "./run-view.ts";
import { useTraining } from "./use-training.ts";

export interface RecipeChoice {
  readonly name: string;
  readonly what: string;
  /** In words, how large a step is. */
  readonly size: string;
}

const PLACES: readonly { value: Place; label: string; help: string }[] = [
  { value: "browser", label: "In this browser", help: "It ends when you leave the page." },
  { value: "server", label: "On the server", help: "It goes on when you leave the page, and is found again." },
];

const CHOICES: readonly { value: Choice; label: string; help: string }[] = [
  { value: "fastest", label: "On what is fastest", help: "The GPU for large steps, where there is one; else the CPU." },
  { value: "webgpu", label: "On the GPU", help: "By WebGPU; where that does not work, on the CPU." },
  { value: "wasm", label: "On the CPU", help: "By WebAssembly, on all of its cores." },
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
  const [choice, setChoice] = useState<Choice>("fastest");
  const { view, start, stop } = useTraining(found);
  const isGoing = view !== null && !isOver(view);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGoing) start(recipe, place, choice);
  };
  return (
    <>
      <form onSubmit={submit} className="mt-8 flex flex-col gap-6">
        <Radios
          name="recipe"
          legend="What to learn"
          chosen={recipe}
          choose={setRecipe}
          options={recipes.map(({ name, what, size }) => ({ value: name, label: what, help: size }))}
        />
        <Radios name="place" legend="Where" chosen={place} choose={setPlace} options={PLACES} />
        <Radios name="choice" legend="On what" chosen={choice} choose={setChoice} options={CHOICES} />
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

interface RadiosProps<T extends string> {
  name: string;
  legend: string;
  chosen: T;
  choose: (value: T) => void;
  options: readonly { value: T; label: string; help: string }[];
}

function Radios<T extends string>({ name, legend, chosen, choose, options }: RadiosProps<T>) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {options.map(({ value, label, help }) => (
        <label key={value} className="flex items-start gap-3 py-1.5">
          <input
            type="radio"
            name={name}
            value={value}
            checked={chosen === value}
            onChange={() => choose(value)}
            className="mt-1.5 shrink-0 accent-accent"
          />
          <span>
            {label}
            <span className="block text-sm text-soft">{help}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
