/** A concept of the graph and how far the learner has come with it. */
export type ConceptProgress = {
  id: string;
  /** Ids of the concepts it builds on. */
  needs: readonly string[];
  /** How many items the concept has in the bank. */
  items: number;
  /** How many distinct items of it were answered right unaided. */
  rightUnaided: number;
  /** Placement passed it. */
  placed: boolean;
  /** The learner said "I know this". */
  known: boolean;
};

/** Distinct items right unaided that make a concept count as met. */
export const ENOUGH_RIGHT = 3;

/** Whether what builds on this concept may begin: three of its items, or all if it has fewer, right unaided. */
export function isMet(concept: ConceptProgress): boolean {
  return concept.placed || concept.known || concept.rightUnaided >= Math.min(ENOUGH_RIGHT, concept.items);
}

/**
 * The concepts whose new items may be asked: all they need is met, or they are themselves placed or known. A need that
 * is not in the graph has no items and holds nothing back.
 */
export function openConcepts(concepts: readonly ConceptProgress[]): Set<string> {
  const met = new Map(concepts.map((concept) => [concept.id, isMet(concept)]));
  const open = concepts.filter(
    (concept) => concept.placed || concept.known || concept.needs.every((need) => met.get(need) ?? true),
  );
  return new Set(open.map((concept) => concept.id));
}
