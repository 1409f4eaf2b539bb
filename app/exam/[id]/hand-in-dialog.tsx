import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { clock } from "#app/challenges/words.ts";
import type { Sitting } from "./use-sitting.ts";

/** Says what is still open before it is handed in. */
export function HandInDialog({ sitting }: { sitting: Sitting }) {
  const { states, left } = sitting;
  const numbers = (which: (place: number) => boolean) => [...states.keys()].filter(which);
  const open = numbers((place) => states[place].answer === null);
  const flagged = numbers((place) => states[place].flagged);
  return (
    <Dialog open={sitting.dialog === "hand in"} onClose={sitting.close} title="Hand in?">
      <p className="mt-3">
        {open.length === 0
          ? "Every question has an answer."
          : `${count(open.length)} ${open.length === 1 ? "is" : "are"} open; what is open counts as wrong.`}
      </p>
      <Numbers places={open} sitting={sitting} />
      {flagged.length > 0 && (
        <>
          <p className="mt-3">{count(flagged.length)} flagged.</p>
          <Numbers places={flagged} sitting={sitting} />
        </>
      )}
      <p className="mt-3 text-soft">
        {clock(Math.ceil(left))} left. After handing in nothing can be changed; the report says what was right.
      </p>
      <div className="mt-5 flex flex-wrap gap-2">
        <PrimaryButton onClick={sitting.handIn}>Hand in</PrimaryButton>
        <QuietButton onClick={sitting.close}>Go on</QuietButton>
      </div>
    </Dialog>
  );
}

/** The questions, each leading to itself. */
function Numbers({ places, sitting }: { places: number[]; sitting: Sitting }) {
  if (places.length === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap gap-1.5">
      {places.map((place) => (
        <button
          key={place}
          type="button"
          onClick={() => sitting.go(place)}
          aria-label={`Go to question ${place + 1}`}
          className="min-h-11 min-w-11 cursor-pointer rounded-control border border-line text-sm tabular-nums hover:border-accent"
        >
          {place + 1}
        </button>
      ))}
    </p>
  );
}

function count(questions: number): string {
  return questions === 1 ? "1 question" : `${questions} questions`;
}
