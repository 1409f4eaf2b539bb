import { type Outcome, type Policy, study, type World } from "./learner.ts";

/** A setting in which policies are compared; a world without its seed. */
export type Setting = Omit<World, "seed"> & { learners: Learners };

export type Figure = {
  policy: string;
  /** Mean recall on the day of the exam over learners, by weight; and what the scheduler believed it to be. */
  recall: number;
  believed: number;
  /** Of a learner's recall: half the width of the 95 % interval of the mean. */
  error: number;
  begun: number;
  reviews: number;
};

export type Comparison = { setting: Setting; figures: Figure[] };

/** What learners may be like. */
export const LEARNERS = {
  "as modelled": { spread: 0, overall: 0 },
  "mis-modelled": { spread: 0.2, overall: 0 },
  "badly mis-modelled": { spread: 0.35, overall: 0.7 },
} as const;
export type Learners = keyof typeof LEARNERS;

/** Every policy with the same learners. */
export function compare(policies: readonly Policy[], setting: Setting, seeds: number): Comparison {
  const figures = policies.map(({ name, order }): Figure => {
    const outcomes = Array.from({ length: seeds }, (_, i) => study({ name, order }, { ...setting, seed: i + 1 }));
    const mean = (of: (outcome: Outcome) => number) => outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / seeds;
    const recall = mean((outcome) => outcome.recall);
    const variance = mean((outcome) => (outcome.recall - recall) ** 2);
    return {
      policy: name,
      recall,
      believed: mean((outcome) => outcome.believed),
      error: 1.96 * Math.sqrt(variance / Math.max(1, seeds - 1)),
      begun: mean((outcome) => outcome.begun),
      reviews: mean((outcome) => outcome.reviews),
    };
  });
  return { setting, figures };
}

/** The figure of a policy. */
export function figureOf({ figures }: Comparison, policy: string): Figure {
  const found = figures.find((figure) => figure.policy === policy);
  if (!found) throw new Error(`${policy} was not compared`);
  return found;
}

/** The best of some policies, which in one setting may be one and in another another. */
export function bestOf({ figures }: Comparison, among: readonly Policy[]): Figure {
  const names = new Set(among.map(({ name }) => name));
  return figures.filter(({ policy }) => names.has(policy)).reduce((a, b) => (b.recall > a.recall ? b : a));
}
