import { DEFAULT_GRADE_SHARES, ExamGain } from "./exam-gain.ts";
import { newCandidates } from "./exam-new-items.ts";
import { FIRST_REVIEW_CEILING, LEAST_GAIN } from "./exam-limits.ts";
import type { ExamCard, ExamPlanInput } from "./exam-plan.ts";
import { byId } from "./item-order.ts";
import { secondsFor } from "./pace.ts";
import type { NewItem, QueueInput } from "./pools.ts";
import { isNew, type Reason } from "./queue.ts";
import { dueDay, isDue } from "./study-day.ts";
import { TARGETED_PER_SESSION } from "./target.ts";

/** What could be asked, with what it adds to recall on the date and what it is worth per expected second. */
export type Candidate = { entry: ExamCard | NewItem; gain: number; density: number; seconds: number; reason: Reason };

/** Everything that is worth asking today, most first: see `examPlan`. */
export function candidatesOf(input: ExamPlanInput, today: number): Candidate[] {
  const { exam, context, pace } = input;
  const gain = new ExamGain(context, exam.grades ?? DEFAULT_GRADE_SHARES);
  const left = exam.day - today;
  const ceiling = exam.firstReviewCeiling ?? FIRST_REVIEW_CEILING;
  const waited: Candidate[] = [];
  const confident: Candidate[] = [];
  const chosen: Candidate[] = [];
  const outside: Candidate[] = [];
  for (const entry of input.cards) {
    const { card, itemId } = entry;
    if (card.state !== "review" || card.lastReviewDay === null || card.lastReviewDay >= today) continue;
    const weight = exam.weights.get(itemId) ?? 0;
    const due = isDue(card, context);
    if (weight === 0 && !due) continue;
    const elapsed = today - card.lastReviewDay;
    const retrievability = gain.recall(elapsed, card.stability);
    const seconds = secondsFor(entry, false, pace);
    const added = weight === 0 ? 0 : gain.ofReview(card, elapsed, left);
    const overdueDays = Math.max(0, today - (dueDay(card) ?? today));
    const reason: Reason = { kind: "review", retrievability, overdueDays, oldest: false };
    const candidate = {
      entry,
      gain: added,
      density: (weight * added) / (seconds * (2 - retrievability)),
      seconds,
      reason,
    };
    if (weight === 0) outside.push(candidate);
    else if (elapsed >= ceiling && entry.firstDay === card.lastReviewDay) waited.push(candidate);
    else if (card.confidentError && due) confident.push(candidate);
    else if (added >= LEAST_GAIN) chosen.push(candidate);
  }
  for (const candidate of newCandidates(input, gain, left))
    chosen.push({ ...candidate, seconds: secondsFor(candidate.entry, true, pace), reason: { kind: "new" } });
  // Sorting is stable: equally good new items stay in prerequisite order.
  const byWorth = (a: Candidate, b: Candidate) => b.density - a.density;
  chosen.sort(byWorth);
  const aimed = targetedAmong(chosen, input.targeted);
  const taken = new Set(aimed.map(({ entry }) => entry.itemId));
  const rest = chosen.filter(({ entry }) => !taken.has(entry.itemId));
  return [...waited.sort(byWorth), ...confident.sort(byWorth), ...aimed, ...rest, ...outside.sort(byRisk)];
}

/** Those that a misconception is to be looked for in, most urgent first, as many as the session may still have. */
function targetedAmong(candidates: readonly Candidate[], targeted: QueueInput["targeted"]): Candidate[] {
  if (!targeted) return [];
  const byItem = new Map(candidates.map((candidate) => [candidate.entry.itemId, candidate]));
  return targeted.items
    .flatMap(({ itemId, misconception }): Candidate[] => {
      const found = byItem.get(itemId);
      return found ? [{ ...found, reason: { kind: "targeted", misconception, isNew: isNew(found) } }] : [];
    })
    .slice(0, Math.max(0, TARGETED_PER_SESSION - targeted.asked));
}

function byRisk(a: Candidate, b: Candidate): number {
  const confidence = ({ entry }: Candidate) => Number("card" in entry && entry.card.confidentError);
  const recall = ({ reason }: Candidate) => ("retrievability" in reason ? reason.retrievability : 1);
  return confidence(b) - confidence(a) || recall(a) - recall(b) || byId(a.entry, b.entry);
}
