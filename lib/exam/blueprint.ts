import type { KindName } from "#lib/kind/kinds.ts";

/** What an exam asks. */
export interface Blueprint {
  /** Null: as long as its challenges are given. */
  minutes: number | null;
  questions: number;
  /** Coding challenges, each with the minutes it is given. */
  challenges: number;
  /** Weights of areas; absent: those of the areas themselves. An area of weight 0 is not asked. */
  areas?: Readonly<Record<string, number>>;
  /** Shares of kinds among the questions; absent: as they come in the bank. */
  kinds?: Readonly<Partial<Record<ExamKind, number>>>;
}

/**
 * Kinds an exam asks. Open recall is left out: the learner would mark it, from a model answer that an exam does not show
 * before its end and against a rubric that is a matter of opinion, and neither score nor ability is worth more than the
 * marks it rests on. Coding challenges are counted by themselves.
 */
export const EXAM_KINDS = [
  "bug",
  "choice",
  "cloze",
  "expression",
  "match",
  "multi",
  "numeric",
  "order",
  "tensor",
] as const satisfies readonly Exclude<KindName, "recall">[];
export type ExamKind = (typeof EXAM_KINDS)[number];

export function isExamKind(kind: string): kind is ExamKind {
  return (EXAM_KINDS as readonly string[]).includes(kind);
}

export const PRESETS = {
  check: { minutes: 10, questions: 6, challenges: 0 },
  standard: { minutes: 45, questions: 24, challenges: 0 },
  long: { minutes: 120, questions: 60, challenges: 0 },
  coding: { minutes: null, questions: 0, challenges: 2 },
} as const satisfies Record<string, Blueprint>;

/** Bounds of a blueprint of one's own. */
export const BLUEPRINT_BOUNDS = {
  minutes: { least: 5, most: 240 },
  questions: { least: 0, most: 120 },
  challenges: { least: 0, most: 4 },
} as const;

/**
 * A blueprint of one's own as it may be used.
 * @throws RangeError naming what is out of bounds
 */
export function ownBlueprint(blueprint: Blueprint): Blueprint {
  for (const name of ["minutes", "questions", "challenges"] as const) {
    const { least, most } = BLUEPRINT_BOUNDS[name];
    const value = blueprint[name];
    if (value === null) throw new RangeError("An exam of one's own has its minutes");
    if (!Number.isInteger(value) || value < least || value > most)
      throw new RangeError(`An exam has ${least} to ${most} ${name}, got ${value}`);
  }
  if (blueprint.questions + blueprint.challenges === 0) throw new RangeError("An exam asks at least one question");
  return blueprint;
}

/**
 * `total` places dealt out by weight: each share rounded down, and what is left goes to the largest remainders (Hamilton's
 * method); of equal ones to the first.
 * @throws RangeError for a negative weight, or none above 0 where there are places
 */
export function largestRemainder(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.some((weight) => !(weight >= 0)) || (total > 0 && !(sum > 0)))
    throw new RangeError(`${total} places can't be dealt out by the weights ${weights.join(", ")}`);
  if (total === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (weight / sum) * total);
  const dealt = exact.map(Math.floor);
  const left = total - dealt.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((share, index) => ({ index, remainder: share - dealt[index] }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) dealt[index]++;
  return dealt;
}

/** The weight of an area in an exam. */
export function areaWeight(blueprint: Blueprint, area: { id: string; weight: number }): number {
  return blueprint.areas ? (blueprint.areas[area.id] ?? 0) : area.weight;
}

/**
 * The weight of each item in an exam, by item id, adding up to 1: an area's weight is shared by its concepts equally, and
 * a concept's by its items. What the plan until a date and readiness go by. Areas, concepts and kinds that an exam does
 * not ask are left out; open recall counts as study of its concept, so its items have a weight as well.
 */
export function itemWeights(
  blueprint: Blueprint,
  areas: readonly { id: string; weight: number }[],
  items: readonly { itemId: string; conceptId: string; areaId: string }[],
): Map<string, number> {
  const concepts = new Map<string, Set<string>>();
  const itemsOf = new Map<string, number>();
  for (const { conceptId, areaId } of items) {
    concepts.set(areaId, (concepts.get(areaId) ?? new Set()).add(conceptId));
    itemsOf.set(conceptId, (itemsOf.get(conceptId) ?? 0) + 1);
  }
  const asked = areas.filter(({ id }) => concepts.has(id));
  const total = asked.reduce((sum, area) => sum + areaWeight(blueprint, area), 0);
  const weightOf = new Map(asked.map((area) => [area.id, areaWeight(blueprint, area) / total]));
  return new Map(
    items.flatMap(({ itemId, conceptId, areaId }) => {
      const weight = weightOf.get(areaId) ?? 0;
      const among = (concepts.get(areaId)?.size ?? 1) * (itemsOf.get(conceptId) ?? 1);
      return weight > 0 ? [[itemId, weight / among] as const] : [];
    }),
  );
}
