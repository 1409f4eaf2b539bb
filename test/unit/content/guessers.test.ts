import { expect, it } from "vitest";
import { programs } from "#content/programs.ts";
import { notesToBank } from "#lib/bank/bank.ts";
import { BLIND, READING, type Shown, scoreGuesser } from "#lib/bank/guesser.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { contentFiles } from "../../../scripts/content-files.ts";

const items = [...notesToBank(contentFiles(".md", ".yml")).items, ...programs].filter((item) => item.kind === "choice");

/** Every choice question of the bank, in five variants each. */
const shown: Shown[] = items.flatMap((item, i) =>
  Array.from({ length: 5 }, (_, k) => 5 * i + k).map((seed) => {
    const { question, solution } = makeVariant(item, seed);
    if (question.kind !== "choice" || solution.kind !== "choice") throw new Error(`${question.kind} is no choice`);
    return { prompt: question.prompt, options: question.options, key: solution.key };
  }),
);

it.each([...Object.entries(BLIND), ["reading the stem", READING] as const])(
  "guessing by “%s” stays within five points of chance",
  (name, guesser) => {
    const { right, chance, questions } = scoreGuesser(guesser, shown);
    console.log(
      `guesser “${name}”: ${(100 * right).toFixed(1)} % of ${questions}, chance ${(100 * chance).toFixed(1)} %`,
    );
    expect(right).toBeLessThan(chance + 0.05);
  },
);

it("the right option stands in every place about equally often", () => {
  for (let place = 0; place < 4; place++) {
    const share = shown.filter(({ key }) => key === place).length / shown.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
  }
});
