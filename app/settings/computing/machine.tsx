"use client";

import { useCallback, useEffect, useId, useState } from "react";
import { testServerAction } from "#app/_actions/computing.ts";
import { QuietButton } from "#app/_ui/button.tsx";
import { AGREES_WITHIN, BACKENDS, type BackendTrial } from "#lib/training/self-test.ts";
import { wordsFor } from "#lib/training/engine-words.ts";
import { testBrowser } from "./test-browser.ts";

/** Seconds that each backend of the browser is timed for. */
const SECONDS = 0.5;

const MACHINES = {
  browser: {
    title: "This browser",
    test: (timed: boolean, tell: (trial: BackendTrial) => void) => testBrowser(timed ? SECONDS : null, tell),
  },
  server: {
    title: "The server",
    test: async (timed: boolean, tell: (trial: BackendTrial) => void) => {
      for (const trial of await testServerAction(timed)) tell(trial);
    },
  },
} as const;

const NAMES: Readonly<Record<BackendTrial["backend"], string>> = {
  reference: "Reference, in double precision",
  wasm: "WebAssembly",
  webgpu: "GPU",
};

type Phase = "looking" | "found" | "testing" | "tested" | "failed";

/** What one machine computes with, and a test of it. */
export function Machine({ which }: { which: keyof typeof MACHINES }) {
  const { title, test } = MACHINES[which];
  const heading = useId();
  const [phase, setPhase] = useState<Phase>("looking");
  const [trials, setTrials] = useState<readonly BackendTrial[]>([]);
  const [problem, setProblem] = useState("");
  const add = useCallback((trial: BackendTrial) => {
    setTrials((before) => [...before.filter(({ backend }) => backend !== trial.backend), trial]);
  }, []);
  const fail = useCallback((error: unknown) => {
    setProblem(error instanceof Error ? error.message : String(error));
    setPhase("failed");
  }, []);

  useEffect(() => {
    test(false, add).then(() => setPhase("found"), fail);
  }, [test, add, fail]);
  const isBusy = phase === "looking" || phase === "testing";
  const start = () => {
    if (isBusy) return;
    setPhase("testing");
    test(true, add).then(() => setPhase("tested"), fail);
  };

  return (
    <section aria-labelledby={heading} className="mt-10">
      <h2 id={heading} className="text-lg font-semibold">
        {title}
      </h2>
      <table className="mt-2 w-full text-sm">
        <caption className="sr-only">What {title.toLowerCase()} computes with</caption>
        <thead className="text-soft">
          <tr>
            <th scope="col" className="py-2 pr-3 text-left font-normal">
              computes with
            </th>
            <th scope="col" className="py-2 pr-3 text-right font-normal">
              agrees with the reference
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              images a second
            </th>
          </tr>
        </thead>
        <tbody>
          {BACKENDS.map((backend) => (
            <Row
              key={backend}
              name={NAMES[backend]}
              place={which}
              trial={trials.find((trial) => trial.backend === backend)}
              isOver={!isBusy}
            />
          ))}
        </tbody>
      </table>
      <div className="mt-2 flex flex-wrap items-center gap-x-4">
        <QuietButton className="-ml-3 text-accent" aria-disabled={isBusy} onClick={start}>
          Test for two seconds
        </QuietButton>
        <p role="status" className="text-soft">
          {saysOf(phase, problem, trials)}
        </p>
      </div>
    </section>
  );
}

interface RowProps {
  name: string;
  place: keyof typeof MACHINES;
  trial: BackendTrial | undefined;
  isOver: boolean;
}

function Row({ name, place, trial, isOver }: RowProps) {
  const { on = null, missing = null, difference = null, speed = null } = trial ?? {};
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-2 pr-3 text-left font-normal">
        {name}
        <span className="block text-soft">{on ? wordsFor(on, place) : (missing ?? (isOver ? "not tried" : "…"))}</span>
      </th>
      <td className="py-2 pr-3 text-right">{difference === null ? "" : agreement(difference)}</td>
      <td className="py-2 text-right tabular-nums">
        {speed && (
          <>
            {Math.round(speed.images).toLocaleString("en")}
            <span className="block text-soft">in batches of {speed.batch}</span>
          </>
        )}
      </td>
    </tr>
  );
}

function agreement(difference: number): string {
  if (!(difference <= AGREES_WITHIN)) return "no";
  if (difference === 0) return "it is the reference";
  return `within ${difference.toPrecision(1)}`;
}

function saysOf(phase: Phase, problem: string, trials: readonly BackendTrial[]): string {
  if (phase === "looking") return "Looking what there is.";
  if (phase === "testing") return "Testing.";
  if (phase === "failed") return `The test failed: ${problem}.`;
  if (phase === "found") return "";
  const wrong = trials.filter(({ difference }) => difference !== null && !(difference <= AGREES_WITHIN));
  if (wrong.length === 0) return "Tested: all that works here agrees.";
  return `Tested: ${wrong.map(({ backend }) => NAMES[backend]).join(" and ")} computes wrongly.`;
}
