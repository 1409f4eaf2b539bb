import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";

interface Props {
  open: boolean;
  onClose: () => void;
  onGiveUp: () => void;
}

/** Asks once before the solution is shown to someone who has not solved it. */
export function GiveUpDialog({ open, onClose, onGiveUp }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Give up and see the solution?">
      <p className="mt-3">
        You get two solutions, the explanation and follow-up questions. That you gave up is noted, and later submissions
        say so; your text stays as it is.
      </p>
      <div className="mt-5 flex flex-wrap gap-2">
        <PrimaryButton onClick={onGiveUp}>Give up</PrimaryButton>
        <QuietButton onClick={onClose}>Keep trying</QuietButton>
      </div>
    </Dialog>
  );
}
