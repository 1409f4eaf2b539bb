"use client";

import { useActionState } from "react";
import { setExamDateAction } from "#app/_actions/exam-date.ts";
import { PrimaryButton } from "#app/_ui/button.tsx";

interface Props {
  /** Dates as `2026-03-29`; `date` is empty where none is set. */
  today: string;
  date: string;
  minutesPerDay: number;
  areas: readonly { id: string; title: string; weight: number }[];
  /** Null: the areas' own. */
  weights: Record<string, number> | null;
  isSet: boolean;
}

const FIELD =
  "rounded-control border-2 border-line bg-card px-3 py-2 font-mono outline-none focus:border-accent min-h-11";

/** The date, the minutes of each day until then and, behind one line, what the areas weigh. */
export function DateForm({ today, date, minutesPerDay, areas, weights, isSet }: Props) {
  const [{ saved, problems, entered }, save, pending] = useActionState(setExamDateAction, {
    saved: false,
    problems: {},
    entered: {},
  });
  const value = (name: string, stored: string | number) => entered[name] ?? stored;
  const weighted = weights !== null || Object.keys(problems).some((name) => name.startsWith("weight"));
  return (
    <form action={save} className="mt-4 flex flex-col gap-6">
      <div className="flex flex-wrap gap-x-8 gap-y-6">
        <div>
          <label htmlFor="date" className="block font-medium">
            Day of the exam
          </label>
          <input
            key={entered.date ?? date}
            id="date"
            name="date"
            type="date"
            required
            min={today}
            defaultValue={value("date", date)}
            aria-invalid={problems.date !== undefined}
            aria-describedby="date-problem"
            className={`mt-1.5 ${FIELD}`}
          />
          <Problem id="date-problem" says={problems.date} />
        </div>
        <div>
          <label htmlFor="minutesPerDay" className="block font-medium">
            Minutes a day until then
          </label>
          <input
            key={entered.minutesPerDay ?? minutesPerDay}
            id="minutesPerDay"
            name="minutesPerDay"
            inputMode="numeric"
            required
            defaultValue={value("minutesPerDay", minutesPerDay)}
            aria-invalid={problems.minutesPerDay !== undefined}
            aria-describedby="minutes-problem"
            className={`mt-1.5 w-28 ${FIELD}`}
          />
          <Problem id="minutes-problem" says={problems.minutesPerDay} />
        </div>
      </div>
      {areas.length > 1 && (
        <details open={weighted || undefined}>
          <summary className="inline-block min-h-11 cursor-pointer py-2.5 text-soft hover:text-ink">
            What the areas weigh …
          </summary>
          <p className="text-sm text-soft">
            How much of the exam is about each, relative to the others. 0 leaves an area out; an empty field keeps its
            own weight.
          </p>
          <Problem id="weights-problem" says={problems.weights} />
          <div className="mt-3 grid gap-x-8 gap-y-2 sm:grid-cols-2">
            {areas.map(({ id, title, weight }) => {
              const name = `weight ${id}`;
              return (
                <div key={id} className="flex items-center justify-between gap-4">
                  <label htmlFor={name} className="min-w-0">
                    {title}
                  </label>
                  <div className="shrink-0 text-right">
                    <input
                      key={entered[name] ?? weights?.[id]}
                      id={name}
                      name={name}
                      inputMode="decimal"
                      placeholder={String(weight)}
                      defaultValue={value(name, weights?.[id] ?? "")}
                      aria-invalid={problems[name] !== undefined}
                      aria-describedby={`${name} problem`}
                      className={`w-20 text-right ${FIELD}`}
                    />
                    <Problem id={`${name} problem`} says={problems[name]} />
                  </div>
                </div>
              );
            })}
          </div>
        </details>
      )}
      <div className="flex items-center gap-4">
        <PrimaryButton type="submit" aria-disabled={pending}>
          {isSet ? "Change" : "Set the date"}
        </PrimaryButton>
        <p role="status" className="text-soft">
          {saved && !pending ? "Saved." : ""}
        </p>
      </div>
    </form>
  );
}

function Problem({ id, says }: { id: string; says: string | undefined }) {
  return (
    <p id={id} role="alert" className="text-sm text-wrong">
      {says && `Please enter ${says}.`}
    </p>
  );
}
