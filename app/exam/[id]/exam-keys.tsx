import { KeysDialog } from "#app/_ui/keys-dialog.tsx";

const KEYS = [
  ["Enter, J, →", "the next question"],
  ["K, ←", "the one before"],
  ["1 – 9", "choose an option"],
  ["F", "flag, to come back to it"],
  ["X", "skip"],
] as const;
const CERTAINTY = ["G, R, S", "a guess, fairly sure, sure"] as const;
const MORE = [
  ["Alt + letter", "the same while writing words"],
  ["Arrows", "move between the cells of a grid, the entries of a list"],
  ["?", "this list"],
] as const;

/** All keys of an exam. */
export function ExamKeys({
  certaintyMarking,
  ...props
}: {
  open: boolean;
  certaintyMarking: boolean;
  onClose: () => void;
}) {
  return <KeysDialog {...props} keys={[...KEYS, ...(certaintyMarking ? [CERTAINTY] : []), ...MORE]} />;
}
