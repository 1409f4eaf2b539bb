import type { ReactNode } from "react";
import { QuietButton } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

interface Props {
  open: boolean;
  /** Each key with what it does. */
  keys: readonly (readonly [key: string, does: string])[];
  onClose: () => void;
  children?: ReactNode;
}

/** What the keys of a page do. */
export function KeysDialog({ open, keys, onClose, children }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys" className="max-w-max">
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
        {keys.map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="font-mono text-sm">{key}</dt>
            <dd className="text-soft">{does}</dd>
          </div>
        ))}
      </dl>
      {children}
      <QuietButton className="-ml-3 mt-3" onClick={onClose}>
        Close
      </QuietButton>
    </Dialog>
  );
}
