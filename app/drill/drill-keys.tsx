import { KeysDialog } from "#app/_ui/keys-dialog.tsx";

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
] as const;

/** All keys of the drill. */
export function DrillKeys(props: { open: boolean; onClose: () => void }) {
  return <KeysDialog {...props} keys={KEYS} />;
}
