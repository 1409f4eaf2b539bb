"use client";

import { useActionState } from "react";
import { saveSettingsAction } from "#app/_actions/settings.ts";
import { PrimaryButton } from "#app/_ui/button.tsx";

const FIELDS = [
  { name: "minutesPerDay", label: "Minutes a day", help: "A session is planned to fit; you can always go on." },
  { name: "newPerDay", label: "New questions a day", help: "At the most; reviews come first." },
  {
    name: "rolloverHour",
    label: "A day begins at",
    help: "The hour, 0 to 23. What you answer before it still counts as yesterday.",
  },
  {
    name: "desiredRetention",
    label: "Recall to keep, in per cent",
    help: "A question comes back when your expected recall has sunk to this. More means more reviews.",
  },
  { name: "maximumInterval", label: "Longest interval, in days", help: "No question stays away longer." },
] as const;

type Values = Record<(typeof FIELDS)[number]["name"], number>;

export function SettingsForm({ values }: { values: Values }) {
  const [state, save, pending] = useActionState(saveSettingsAction, { saved: false, problems: {}, entered: {} });
  return (
    <form action={save} className="mt-8 flex flex-col gap-6">
      {FIELDS.map(({ name, label, help }) => {
        const problem = state.problems[name];
        return (
          <div key={name}>
            <label htmlFor={name} className="font-medium">
              {label}
            </label>
            <p id={`${name}-help`} className="text-sm text-soft">
              {help}
            </p>
            <input
              key={state.entered[name]}
              id={name}
              name={name}
              inputMode="numeric"
              defaultValue={state.entered[name] ?? values[name]}
              aria-describedby={`${name}-help`}
              aria-invalid={problem !== undefined}
              className="mt-1.5 w-28 rounded-control border-2 border-line bg-card px-3 py-2 font-mono outline-none focus:border-accent"
            />
            {problem && <span className="ml-3 text-sm text-wrong">Please enter {problem}.</span>}
          </div>
        );
      })}
      <div className="flex items-center gap-4">
        <PrimaryButton type="submit" aria-disabled={pending}>
          Save
        </PrimaryButton>
        <p role="status" className="text-soft">
          {state.saved ? "Saved." : ""}
        </p>
      </div>
    </form>
  );
}
