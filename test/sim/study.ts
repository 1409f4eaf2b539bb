import { DEFAULT_PARAMETERS, type Grade, type ScheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_PACE, medianSeconds } from "#lib/schedule/pace.ts";
import type { ConceptProgress } from "#lib/schedule/prerequisites.ts";
import type { NewItem, QueueCard, QueueInput } from "#lib/schedule/queue.ts";
import { rate } from "#lib/schedule/rate.ts";
import { fitStabilityFactor, type RecallOutcome, testsMemory } from "#lib/schedule/stability-factor.ts";
import type { SimConcept, SimItem } from "./bank.ts";

const TIMED_ANSWERS = 9;

/** What the app keeps of one learner: cards, progress, seconds and outcomes. Of real memory it knows nothing. */
export class Study {
  readonly cards = new Map<string, QueueCard>();
  readonly #fresh: Map<string, NewItem>;
  readonly #concepts: Map<string, ConceptProgress>;
  readonly #right = new Set<string>();
  readonly #times = new Map<string, number[]>();
  readonly #medians = new Map<string, number>();
  readonly #outcomes: RecallOutcome[] = [];

  constructor(concepts: readonly SimConcept[], items: readonly SimItem[]) {
    this.#fresh = new Map(items.map((item) => [item.itemId, item]));
    const itemsOf = (id: string) => items.filter(({ conceptId }) => conceptId === id).length;
    const begun = { rightUnaided: 0, placed: false, known: false };
    this.#concepts = new Map(concepts.map(({ id, needs }) => [id, { id, needs, items: itemsOf(id), ...begun }]));
  }

  get concepts(): ConceptProgress[] {
    return [...this.#concepts.values()];
  }

  /** Everything the day's plan depends on that is the learner's. */
  input(): Pick<QueueInput, "cards" | "newItems" | "concepts" | "pace"> {
    const pace = { ...DEFAULT_PACE, items: this.#medians };
    return { cards: [...this.cards.values()], newItems: [...this.#fresh.values()], concepts: this.concepts, pace };
  }

  /** The learner's stability factor by all outcomes so far. */
  stabilityFactor(): number {
    return fitStabilityFactor(this.#outcomes, DEFAULT_PARAMETERS);
  }

  record({ itemId, conceptId }: SimItem, grade: Grade, seconds: number, context: ScheduleContext): void {
    const before = this.cards.get(itemId)?.card ?? null;
    const card = rate(before, grade, context);
    this.cards.set(itemId, { itemId, conceptId, card });
    this.#fresh.delete(itemId);
    const elapsedDays = (card.lastReviewDay ?? 0) - (before?.lastReviewDay ?? 0);
    if (before && testsMemory(before, elapsedDays))
      this.#outcomes.push({ stability: before.stability, elapsedDays, recalled: grade !== "again" });
    const progress = this.#concepts.get(conceptId);
    if (grade === "good" && progress && !this.#right.has(itemId)) {
      this.#right.add(itemId);
      this.#concepts.set(conceptId, { ...progress, rightUnaided: progress.rightUnaided + 1 });
    }
    const times = [...(this.#times.get(itemId) ?? []), seconds].slice(-TIMED_ANSWERS);
    this.#times.set(itemId, times);
    this.#medians.set(itemId, medianSeconds(times) ?? seconds);
  }
}
