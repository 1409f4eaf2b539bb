import { beginPlacementAction, declinePlacementAction, dropPlacementAction } from "#app/_actions/placement.ts";

const QUIET = "min-h-11 cursor-pointer px-2 text-soft hover:text-ink";
const STRONG = "min-h-11 cursor-pointer rounded-control border border-line bg-card px-4 font-medium";

/** Offers a placement to a new learner, or to go on with the one that was begun. */
export function PlacementOffer({ offer }: { offer: { questions: number } | "new" | null }) {
  if (!offer) return null;
  const isNew = offer === "new";
  return (
    <section aria-label="Placement" className="mt-6 rounded-card border border-line px-5 py-4">
      <p>
        {isNew
          ? "Not new to the subject? About 15 questions find out what you know already, so that you need not drill it."
          : `A placement is begun, ${offer.questions} ${offer.questions === 1 ? "question" : "questions"} answered.`}
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <form action={beginPlacementAction}>
          <button type="submit" className={STRONG}>
            {isNew ? "Find out" : "Go on with it"}
          </button>
        </form>
        <form action={isNew ? declinePlacementAction : dropPlacementAction}>
          <button type="submit" className={QUIET}>
            {isNew ? "No, thanks" : "Drop it"}
          </button>
        </form>
      </div>
    </section>
  );
}
