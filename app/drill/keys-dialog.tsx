import { useEffect, useRef } from "react";
import { QuietButton } from "#app/_ui/button.tsx";

const KEYS = [
  ["Enter", "check the answer, then go on"],
  ["1 – 9", "choose an option, tick a point"],
  ["H", "a hint: the formula of the next step"],
  ["T", "answer step by step, or at once again"],
  ["G, F, S", "a guess, fairly sure, sure"],
  ["X", "I don’t know: show me"],
  ["C", "change a number, and see what follows"],
  ["U", "undo the last answer"],
  ["Alt + letter", "the same while writing words"],
  ["Alt + Enter", "check while writing a longer answer"],
  ["Arrows", "move between the cells of a grid, the entries of a list"],
  ["Alt + ↑ ↓", "move an entry of a list"],
  ["?", "this list"],
];

/** All keys of the drill. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="keys"
      className="m-auto rounded-card border border-line bg-card p-6 text-ink backdrop:bg-black/30"
    >
      <h2 id="keys" className="font-semibold">
        Keys
      </h2>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
        {KEYS.map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="font-mono text-sm">{key}</dt>
            <dd className="text-soft">{does}</dd>
          </div>
        ))}
      </dl>
      <QuietButton className="-ml-3 mt-3" onClick={onClose}>
        Close
      </QuietButton>
    </dialog>
  );
}
