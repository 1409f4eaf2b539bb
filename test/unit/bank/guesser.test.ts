import { describe, expect, test } from "vitest";
import { BLIND, READING, scoreGuesser } from "#lib/bank/guesser.ts";

describe("guessers", () => {
  test("ties count by their share", () => {
    const longest = BLIND.longest;
    const question = { prompt: "?", options: ["aa", "bb", "c", "d"], key: 1 };
    expect(scoreGuesser(longest, [question])).toEqual({ questions: 1, right: 0.5, chance: 0.25 });
  });

  test("the reading guesser takes the option that shares words with the stem", () => {
    const question = { prompt: "What does momentum collect?", options: ["noise", "past momentum", "rates"], key: 1 };
    expect(scoreGuesser(READING, [question])).toEqual({ questions: 1, right: 1, chance: 1 / 3 });
  });

  test("the odd one out is the option least like the others", () => {
    const odd = BLIND["odd one out"];
    const question = { prompt: "?", options: ["the old weight", "the new weight", "noise", "the mean weight"], key: 2 };
    expect(scoreGuesser(odd, [question]).right).toBe(1);
  });
});
