import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";

interface Props {
  open: boolean;
  onClose: () => void;
  onBegin: () => void;
}

/** Says what an interview is before its clock starts. */
export function InterviewDialog({ open, onClose, onBegin }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Interview">
      <p className="mt-3">
        25 minutes for the task, without theory, hints and solution. The clock goes on whatever happens to the page. At
        the end come the questions an interviewer asks next.
      </p>
      <p className="mt-3 text-soft">Your text stays as it is; Reset gives you the starter.</p>
      <div className="mt-5 flex flex-wrap gap-2">
        <PrimaryButton onClick={onBegin}>Begin</PrimaryButton>
        <QuietButton onClick={onClose}>Not now</QuietButton>
      </div>
    </Dialog>
  );
}
