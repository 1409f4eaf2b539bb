import type { ExamGain } from "./exam-gain.ts";
import { type NewItemsInput, openNewItems } from "./new-items.ts";
import { type Pace, secondsFor } from "./pace.ts";
import { ENOUGH_RIGHT, isMet, type ConceptProgress } from "./prerequisites.ts";
import type { NewItem } from "./pools.ts";

/** A new item that may begin, with Δ and what it is worth per second, be it for what waits for it. */
export type NewCandidate = { entry: NewItem; gain: number; density: number };

type Given = NewItemsInput & { exam: { weights: ReadonlyMap<string, number> }; pace: Pace };

/** New items of open concepts that are worth something for an exam in so many days, in prerequisite order. */
export function newCandidates(input: Given, gain: ExamGain, left: number): NewCandidate[] {
  const added = gain.ofNew(left);
  const seconds = (item: NewItem) => newSeconds(item, gain, input.pace);
  const worth = (item: NewItem) => (input.exam.weights.get(item.itemId) ?? 0) * added;
  const opening = openings(input, gain, worth, seconds);
  const taken = new Map<string, number>();
  return openNewItems(input).flatMap((entry) => {
    const place = taken.get(entry.conceptId) ?? 0;
    taken.set(entry.conceptId, place + 1);
    const inherited = opening.get(entry.conceptId);
    const forOthers = inherited && place < inherited.needed ? inherited.density : 0;
    const density = Math.max(worth(entry) / seconds(entry), forOthers);
    return density > 0 ? [{ entry, gain: added, density }] : [];
  });
}

/** Seconds expected for beginning an item, with the step that its first answer may bring. */
export function newSeconds(
  item: { itemId: string; kind?: string },
  gain: Pick<ExamGain, "firstSteps">,
  pace: Pace,
): number {
  return secondsFor(item, true, pace) + gain.firstSteps * secondsFor(item, false, pace);
}

/** What beginning items of a concept is worth: as much as the best of what it helps to open. */
type Opening = {
  /** Worth per second of the best group of items that cannot begin before this concept is met. */
  density: number;
  /** How many of its items are needed for that. */
  needed: number;
};

/**
 * What concepts that are not met are worth for what they hold back. To ask the items of a locked concept d, so many
 * items of each unmet concept it rests on have to be right first; together these are one group, worth the sum of their
 * gains for the sum of their seconds. Each concept of the group inherits the best such ratio it is part of, so that a
 * light concept is begun early where a heavy one waits for it (the rule for precedence constraints of Sidney 1975).
 * @param worth weight in the exam times gain, by item
 * @param seconds that beginning one item takes
 */
function openings(
  { concepts, newItems }: Given,
  gain: Pick<ExamGain, "rightUnaided">,
  worth: (item: NewItem) => number,
  seconds: (item: NewItem) => number,
): Map<string, Opening> {
  const byId = new Map(concepts.map((concept) => [concept.id, concept]));
  const unbegun = new Map<string, NewItem[]>();
  for (const item of newItems) push(unbegun, item);
  for (const items of unbegun.values()) items.sort((a, b) => a.order - b.order);

  const needed = (concept: ConceptProgress) => {
    const missing = Math.min(ENOUGH_RIGHT, concept.items) - concept.rightUnaided;
    return Math.min(unbegun.get(concept.id)?.length ?? 0, Math.ceil(missing / gain.rightUnaided));
  };
  const best = new Map<string, Opening>();
  for (const concept of concepts) {
    const own = unbegun.get(concept.id) ?? [];
    const under = unmetUnder(concept, byId);
    if (own.length === 0 || under.length === 0) continue;
    const group = [...own, ...under.flatMap((one) => (unbegun.get(one.id) ?? []).slice(0, needed(one)))];
    const total = group.reduce((sum, item) => sum + worth(item), 0);
    const density = total / group.reduce((sum, item) => sum + seconds(item), 0);
    for (const one of under)
      if (density > (best.get(one.id)?.density ?? 0)) best.set(one.id, { density, needed: needed(one) });
  }
  return best;
}

function push(lists: Map<string, NewItem[]>, item: NewItem): void {
  const list = lists.get(item.conceptId);
  if (list) list.push(item);
  else lists.set(item.conceptId, [item]);
}

/** The unmet concepts that one which is not open rests on, directly or through others. */
function unmetUnder(concept: ConceptProgress, byId: ReadonlyMap<string, ConceptProgress>): ConceptProgress[] {
  if (concept.placed || concept.known) return [];
  const found = new Map<string, ConceptProgress>();
  const visit = ({ needs }: ConceptProgress) => {
    for (const id of needs) {
      const need = byId.get(id);
      if (!need || found.has(id) || isMet(need)) continue;
      found.set(id, need);
      visit(need);
    }
  };
  visit(concept);
  return [...found.values()];
}
