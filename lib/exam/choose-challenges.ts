import type { Rng } from "#engine/index.ts";
import { areaWeight, type Blueprint } from "./blueprint.ts";
import type { BankChallenge, ExamArea } from "./exam-bank.ts";
import type { Shortage } from "./shortage.ts";

/** Challenges not met before those met, of different areas before two of one, areas of more weight more likely. */
export function chooseChallenges(
  count: number,
  areas: readonly ExamArea[],
  bank: readonly BankChallenge[],
  blueprint: Blueprint,
  rng: Rng,
): { taken: BankChallenge[]; shortages: Shortage[] } {
  const weightOf = new Map(areas.map((area) => [area.id, areaWeight(blueprint, area)]));
  // Weighted sampling without replacement (Efraimidis & Spirakis 2006): the largest u^(1/w) come first.
  const drawn = bank
    .filter(({ areaId }) => (weightOf.get(areaId) ?? 0) > 0)
    .map((challenge) => ({ challenge, key: rng.uniform() ** (1 / (weightOf.get(challenge.areaId) ?? 1)) }))
    .sort((a, b) => Number(a.challenge.met) - Number(b.challenge.met) || b.key - a.key)
    .map(({ challenge }) => challenge);
  const taken: BankChallenge[] = [];
  for (const apart of [true, false])
    for (const challenge of drawn) {
      if (taken.length >= count || taken.includes(challenge)) continue;
      const together = taken.some(({ areaId }) => areaId === challenge.areaId);
      if (!apart || (!together && !challenge.met)) taken.push(challenge);
    }
  const shortages: Shortage[] = [];
  const met = taken.filter((challenge) => challenge.met).length;
  if (met > 0) shortages.push({ kind: "met-challenges", count: met });
  if (taken.length < count) shortages.push({ kind: "challenges", asked: count, found: taken.length });
  return { taken, shortages };
}
