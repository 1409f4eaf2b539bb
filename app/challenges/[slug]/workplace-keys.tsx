import { KeysDialog } from "#app/_ui/keys-dialog.tsx";

const KEYS = [
  ["Ctrl Enter", "run the visible cases"],
  ["Ctrl Shift Enter", "submit: run all cases"],
  ["Tab, Shift Tab", "indent, outdent"],
  ["Escape, then Tab", "leave the editor"],
  ["Ctrl Z, Ctrl Y", "undo, redo; a reset too"],
  ["Ctrl F", "find in the text"],
  ["Ctrl /", "comment lines out or in"],
  ["Alt ↑ ↓", "move a line"],
] as const;

/** The keys of the workplace. */
export function WorkplaceKeys(props: { open: boolean; onClose: () => void }) {
  return (
    <KeysDialog {...props} keys={KEYS}>
      <p className="mt-3 text-sm text-soft">On a Mac it is Cmd where Ctrl stands here.</p>
    </KeysDialog>
  );
}
