import { QuietButton } from "#app/_ui/button.tsx";
import { Dialog } from "./dialog.tsx";

const KEYS = [
  ["Ctrl Enter", "run the visible cases"],
  ["Ctrl Shift Enter", "submit: run all cases"],
  ["Tab, Shift Tab", "indent, outdent"],
  ["Escape, then Tab", "leave the editor"],
  ["Ctrl Z, Ctrl Y", "undo, redo; a reset too"],
  ["Ctrl F", "find in the text"],
  ["Ctrl /", "comment lines out or in"],
  ["Alt ↑ ↓", "move a line"],
];

/** The keys of the workplace. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
        {KEYS.map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="font-mono text-sm">{key}</dt>
            <dd className="text-soft">{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-soft">On a Mac it is Cmd where Ctrl stands here.</p>
      <QuietButton className="-ml-3 mt-3" onClick={onClose}>
        Close
      </QuietButton>
    </Dialog>
  );
}
