"use client";

import { useState } from "react";
import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { KeysDialog } from "#app/_ui/keys-dialog.tsx";
import { KeysButton } from "#app/_ui/keys-button.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { ProgressLine } from "#app/_ui/progress-line.tsx";
import { RichText } from "#app/_ui/rich-text.tsx";
import { widgetOf } from "#app/drill/kinds/widgets.ts";
import { useKeys } from "#app/drill/use-keys.ts";
import { useSitting } from "./use-sitting.ts";
import type { PlacementView } from "./view.ts";

const KEYS = [
  ["Enter", "go on with this answer"],
  ["1 – 9", "choose an option"],
  ["X", "I don’t know"],
  ["Alt + letter", "the same while writing words"],
  ["Arrows", "move between the cells of a grid, the entries of a list"],
  ["Alt + ↑ ↓", "move an entry of a list"],
  ["?", "this list"],
] as const;

/** The questions of a placement, one at a time; nothing is said of an answer. */
export function Sitting({ begun }: { begun: PlacementView }) {
  const { view, draft, change, notice, busy, goOn, giveUp } = useSitting(begun);
  const [keysShown, setKeysShown] = useState(false);
  const { Input, isEmpty, digit } = widgetOf(view.asked.kind);
  useKeys({
    enter: goOn,
    number: (number) => {
      const next = digit?.(draft, view.asked, number);
      if (next) change(next);
    },
    letters: { x: giveUp, "?": () => setKeysShown(true) },
    fieldIsEmpty: isEmpty(draft),
  });
  return (
    <>
      <Header view={view} onHelp={() => setKeysShown(true)} />
      <main className="mx-auto max-w-[672px] px-4 pt-6 pb-40">
        <RichText html={view.asked.prompt} />
        <Input key={view.id} asked={view.asked} draft={draft} locked={false} marks={null} onChange={change} />
        <p role="alert" className={notice ? "fade-in mt-4 rounded-control bg-invalid-bg px-4 py-3 text-invalid" : ""}>
          {notice}
        </p>
      </main>
      <footer className="fixed inset-x-0 bottom-0 border-t border-line bg-paper">
        <div className="mx-auto flex max-w-[672px] flex-wrap items-center gap-x-1 px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))]">
          <PrimaryButton
            onClick={goOn}
            aria-disabled={busy}
            hint="Enter"
            className="grow basis-full sm:min-w-36 sm:grow-0 sm:basis-auto"
          >
            Next
          </PrimaryButton>
          <QuietButton onClick={giveUp} hint="X">
            I don’t know
          </QuietButton>
          <PageLink href="/" className="ml-auto px-3 py-2.5 text-soft hover:text-ink">
            Stop for now
          </PageLink>
        </div>
      </footer>
      <KeysDialog open={keysShown} keys={KEYS} onClose={() => setKeysShown(false)} />
    </>
  );
}

function Header({ view, onHelp }: { view: PlacementView; onHelp: () => void }) {
  const { number, most, concept, title } = view;
  return (
    <header>
      <ProgressLine label="Placement" done={number - 1} of={most} />
      <div className="mx-auto flex max-w-[672px] items-baseline justify-between gap-4 px-4 py-3 text-sm text-soft">
        <h1 className="min-w-0 truncate">
          <strong className="mr-2 font-semibold text-ink">{concept}</strong> {title}
        </h1>
        <div className="flex shrink-0 items-baseline">
          <p role="status">
            <span className="sr-only">Question </span>
            {number} of at most {most}
          </p>
          <KeysButton onClick={onHelp} />
        </div>
      </div>
    </header>
  );
}
