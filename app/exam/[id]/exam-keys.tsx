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

const PROGRAMS = [["Ctrl Enter", "run a program by the visible cases"]] as const;

interface Props {
  open: boolean;
  certaintyMarking: boolean;
  /** Whether it has challenges. */
  programs: boolean;
  onClose: () => void;
}

/** All keys of an exam. */
export function ExamKeys({ certaintyMarking, programs, ...props }: Props) {
  const keys = [...KEYS, ...(certaintyMarking ? [CERTAINTY] : []), ...(programs ? PROGRAMS : []), ...MORE];
  return <KeysDialog {...props} keys={keys} />;
}
