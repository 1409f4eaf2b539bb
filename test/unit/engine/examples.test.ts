import { describe, expect, test } from "vitest";
import { learnText } from "#engine/examples/characters.ts";
import { learnToSort } from "#engine/examples/sorting.ts";
import { learnXor } from "#engine/examples/xor.ts";

describe("the examples learn", () => {
  test("XOR: all four answers, each more than nine times as likely as its opposite", () => {
    const { losses, probabilities } = learnXor();
    expect(losses[0]).toBeGreaterThan(0.6);
    expect(losses.at(-1)).toBeLessThan(0.01);
    expect(probabilities.map(Math.round)).toEqual([0, 1, 1, 0]);
    expect(probabilities.every((p) => p < 0.1 || p > 0.9)).toBe(true);
  });

  test("a text: written from its first letter without a mistake", () => {
    const { losses, text, written } = learnText();
    expect(losses[0]).toBeGreaterThan(3);
    expect(losses.at(-1)).toBeLessThan(0.2);
    expect(written).toBe(text);
  });

  test("sorting: more than nine of ten lists never seen, in which chance would sort one of 625", () => {
    const { losses, sorted } = learnToSort();
    expect(losses[0]).toBeGreaterThan(1.4);
    expect(losses.at(-1)).toBeLessThan(0.15);
    expect(sorted).toBeGreaterThan(0.9);
  });

  test("the same again from the same seed, something else from another", () => {
    const { losses } = learnText({ seed: 5, epochs: 3 });
    expect(learnText({ seed: 5, epochs: 3 }).losses).toEqual(losses);
    expect(learnText({ seed: 6, epochs: 3 }).losses).not.toEqual(losses);
  });
});
