"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { RichText } from "#app/_ui/rich-text.tsx";
import { ActionBar } from "./action-bar.tsx";
import { DrillHeader } from "./drill-header.tsx";
import { HintList } from "./hint-list.tsx";
import { DrillKeys } from "./drill-keys.tsx";
import { widgetOf } from "./kinds/widgets.ts";
import { StepsInput } from "./steps-input.tsx";
import { Trace } from "./trace.tsx";
import { useDrill } from "./use-drill.ts";
import { useKeys } from "./use-keys.ts";
import { Verdict } from "./verdict.tsx";
import type { MarkedView, QuestionView } from "./view.ts";

const Explore = dynamic(() => import("./explore.tsx").then((module) => module.Explore));

/** One question at a time: ask, check, say why, next. */
export function Drill(begun: { question: QuestionView; marked: MarkedView | null }) {
  const { view, marked, draft, stepping, isEmpty, change, notice, busy, certainty, actions, primaryName } =
    useDrill(begun);
  const [keysShown, setKeysShown] = useState(false);
  /** The question whose values are being changed. */
  const [explored, setExplored] = useState<string | null>(null);
  const exploring = explored === view.servingId;
  const explore = marked?.canExplore ? () => setExplored(exploring ? null : view.servingId) : null;
  const { Input, staysWhenMarked, digit } = widgetOf(view.asked.kind);
  const { certain } = actions;
  useKeys({
    enter: actions.primary,
    number: (number) => {
      const next = marked || stepping.steps ? null : digit?.(draft, view.asked, number);
      if (next) change(next);
    },
    letters: {
      h: actions.hint,
      t: actions.steps,
      g: certain && (() => certain(1)),
      f: certain && (() => certain(2)),
      s: certain && (() => certain(3)),
      x: actions.giveUp,
      c: explore,
      u: actions.undo,
      "?": () => setKeysShown(true),
    },
    fieldIsEmpty: isEmpty,
  });

  return (
    <>
      <DrillHeader view={view} onHelp={() => setKeysShown(true)} />
      <main className="mx-auto grid max-w-[1072px] gap-x-7 px-4 pt-6 pb-40 lg:grid-cols-[minmax(0,640px)_minmax(0,1fr)]">
        <div className="min-w-0">
          <RichText html={view.asked.prompt} />
          {stepping.steps && (
            <StepsInput key={view.servingId} steps={stepping.steps} texts={stepping.texts} onChange={stepping.change} />
          )}
          {!stepping.steps && (!marked || staysWhenMarked) && (
            <Input
              key={view.servingId}
              asked={view.asked}
              draft={marked?.answer ?? draft}
              locked={marked !== null}
              marks={marked?.marks ?? null}
              onChange={change}
            />
          )}
          <div aria-live="polite">{marked ? <Verdict marked={marked} /> : <HintList hints={view.hints} />}</div>
          <p role="alert" className={notice ? "fade-in mt-4 rounded-control bg-invalid-bg px-4 py-3 text-invalid" : ""}>
            {notice}
          </p>
        </div>
        <div className="min-w-0">
          {marked && exploring && <Explore servingId={view.servingId} onClose={() => setExplored(null)} />}
          {marked && !exploring && marked.trace.length > 0 && <Trace marked={marked} onExplore={explore} />}
        </div>
      </main>
      <ActionBar
        busy={busy}
        primary={primaryName}
        certainty={certainty}
        stepwise={stepping.steps !== null}
        scoped={view.progress.scoped}
        actions={actions}
      />
      <DrillKeys open={keysShown} onClose={() => setKeysShown(false)} />
    </>
  );
}
