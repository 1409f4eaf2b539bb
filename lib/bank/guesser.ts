import { meaningful, overlap, visibleLength, words, wordSet } from "./words.ts";

/** A choice question as it is shown. */
export interface Shown {
  prompt: string;
  options: readonly string[];
  /** Index of the right option. */
  key: number;
}

/** How promising each option looks to somebody who does not know the answer; the highest is guessed, ties by lot. */
export type Guesser = (question: Pick<Shown, "prompt" | "options">) => number[];

const alike = (options: readonly string[]) => {
  const sets = options.map(wordSet);
  return sets.map((a, i) => sets.reduce((sum, b, j) => (i === j ? sum : sum + overlap(a, b)), 0));
};

/** Guessers that see the options only, each by one habit of question writers. */
export const BLIND: Record<string, Guesser> = {
  longest: ({ options }) => options.map(visibleLength),
  shortest: ({ options }) => options.map((option) => -visibleLength(option)),
  "most specific": ({ options }) =>
    options.map((option) => meaningful(option, 3).size + 2 * words(option).filter((word) => /\d/.test(word)).length),
  "most like the others": ({ options }) => alike(options),
  "odd one out": ({ options }) => alike(options).map((likeness) => -likeness),
};

/** Sees the stem as well: the option that shares most of its words, the longer one when in doubt. */
export const READING: Guesser = ({ prompt, options }) => {
  const inStem = meaningful(prompt, 3);
  return options.map((option) => {
    const shared = [...meaningful(option, 3)].filter((word) => inStem.has(word)).length;
    return shared + visibleLength(option) / 1e6;
  });
};

export interface GuessScore {
  questions: number;
  /** Share of questions guessed right, ties counted by their share. */
  right: number;
  /** What blind chance would get. */
  chance: number;
}

/** How often a guesser is right over `questions`. */
export function scoreGuesser(guesser: Guesser, questions: readonly Shown[]): GuessScore {
  let right = 0;
  let chance = 0;
  for (const question of questions) {
    const looks = guesser(question);
    const best = Math.max(...looks);
    const tied = looks.filter((look) => look === best).length;
    if (looks[question.key] === best) right += 1 / tied;
    chance += 1 / question.options.length;
  }
  const n = Math.max(1, questions.length);
  return { questions: questions.length, right: right / n, chance: chance / n };
}
