import { useEffect, useRef } from "react";
import { QuietButton } from "#app/_ui/button.tsx";
import { LossPlot } from "./loss-plot.tsx";
import { isOver, type RunView } from "./run-view.ts";

/** A run of training while it goes on, and when it is over. */
export function RunPanel({ view, onStop }: { view: RunView; onStop: () => void }) {
  const { recipe, phase, on, parameters, step, steps, examplesPerSecond, losses, epochs, notices, end } = view;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (phase === "starting") section.current?.scrollIntoView({ block: "nearest" });
  }, [phase]);
  return (
    <section ref={section} aria-labelledby="run" className="mt-10">
      <h2 id="run" className="text-lg font-semibold">
        {recipe}
      </h2>
      <p className="mt-1 text-soft">
        {on === null ? "Reading the data." : `${parameters.toLocaleString("en")} parameters, ${on}.`}
      </p>
      {notices.map((notice) => (
        <p key={notice} className="mt-1">
          {notice}
        </p>
      ))}
      <LossPlot curve={losses} steps={steps} />
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <progress
          aria-label="Steps done"
          value={step}
          max={Math.max(steps, 1)}
          className="h-2 min-w-40 flex-1 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
        <span className="text-sm text-soft tabular-nums">
          {step.toLocaleString("en")} of {steps.toLocaleString("en")} steps
          {examplesPerSecond > 0 && `, ${Math.round(examplesPerSecond).toLocaleString("en")} examples a second`}
        </span>
        {!isOver(view) && (
          <QuietButton onClick={onStop} aria-disabled={phase === "stopping"}>
            {phase === "stopping" ? "Stopping" : "Stop"}
          </QuietButton>
        )}
      </div>
      <p role="status" className="mt-2">
        {end}
      </p>
      {epochs.length > 0 && <Epochs epochs={epochs} />}
    </section>
  );
}

/** Of a long run the first epoch and the latest. */
const SHOWN = 8;

function Epochs({ epochs }: Pick<RunView, "epochs">) {
  const shown = epochs.length <= SHOWN ? epochs : [epochs[0], ...epochs.slice(1 - SHOWN)];
  return (
    <table className="mt-4 w-full text-sm">
      <caption className="sr-only">Loss and share told right after each epoch</caption>
      <thead className="text-soft">
        <tr>
          <th scope="col" className="py-2 pr-3 text-left font-normal">
            epoch
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-normal">
            loss
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-normal">
            loss, tested
          </th>
          <th scope="col" className="py-2 text-right font-normal">
            told right, tested
          </th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {shown.map(({ epoch, train, test }) => (
          <tr key={epoch} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              {epoch}
            </th>
            <td className="py-2 pr-3 text-right">{train.loss.toFixed(3)}</td>
            <td className="py-2 pr-3 text-right">{test.loss.toFixed(3)}</td>
            <td className="py-2 text-right">{(100 * test.accuracy).toFixed(1)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
