import { describe, expect, it } from "vitest";
import { programs } from "#content/programs.ts";
import { markSteps } from "#lib/grade/steps.ts";
import type { StepTexts } from "#lib/grade/steps-answer.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Program, StepValue } from "#lib/item/program.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import { gridOfStep, likeStep } from "#lib/item/step-key.ts";
import { type AskedStep, stepsOf, trueKeys } from "#lib/item/steps.ts";

const SEEDS = 3;

/** Grids as a learner writes them, with the decimals asked for where `rounded`. */
function write(grids: number[][][], asked: AskedStep[], rounded = false): StepTexts {
  return grids.map((grid, i) => {
    const { shape, decimals } = asked[i];
    const text = (x: number) => (rounded && decimals !== null ? x.toFixed(decimals) : String(x));
    return shape ? grid.map((row) => row.map(text)) : text(grid[0][0]);
  });
}

const stepped = programs.flatMap((program) =>
  Array.from({ length: SEEDS }, (_, seed) => seed).flatMap((seed) => {
    const { drawn } = drawVariant(program, seed);
    const asked = stepsOf(drawn);
    return asked ? [{ program, seed, drawn, asked, keys: trueKeys(drawn, asked) }] : [];
  }),
);
type Stepped = (typeof stepped)[number];

/** All values when step `at` has `wrong` and the rest is worked out from it; null where that leads nowhere. */
function carriedOn({ drawn, asked, keys }: Stepped, at: number, wrong: number[][]): number[][][] | null {
  const held = new Map<string, StepValue>();
  const grids = asked.map(({ name }, i) => {
    const grid = i < at ? keys[i].grid : i === at ? wrong : gridOfStep(drawn, name, held);
    held.set(name, likeStep(drawn.scope[name], grid));
    return grid;
  });
  return grids.flat(2).every(Number.isFinite) ? grids : null;
}

describe("every program asked step by step", () => {
  it("takes the exact values as right, and so the values rounded to the decimals that decide", () => {
    for (const { program, seed, asked, keys } of stepped) {
      const grids = keys.map(({ grid }) => grid);
      for (const rounded of [false, true])
        expect([program.item, markSteps(program, seed, write(grids, asked, rounded))]).toMatchObject([
          program.item,
          { outcome: "right", credit: 1, slip: false, firstWrong: null },
        ]);
    }
  });

  it("finds the one wrong step of a mal-rule whose consequences are carried", () => {
    const seen = { slips: 0, again: 0, invalid: 0, explained: 0, unexplained: 0 };
    for (const one of stepped) {
      const { program, seed, drawn, asked, keys } = one;
      for (const [at, key] of keys.entries())
        for (const mal of key.mals) {
          if (mal.grid.length !== key.grid.length || mal.grid[0].length !== key.grid[0].length) continue;
          const grids = carriedOn(one, at, mal.grid);
          if (!grids) continue;
          const verdict = markSteps(program, seed, write(grids, asked));
          if (verdict.outcome === "invalid") {
            // A value such as 0, written without decimals, may be the rounding of the right one.
            expect(verdict.reason).toBe("too-coarse");
            seen.invalid++;
            continue;
          }
          const where = `${program.item} ${seed} ${asked[at].name} ${mal.rule}`;
          expect([where, verdict.firstWrong]).toEqual([where, asked[at].name]);
          if (at === asked.length - 1) expect([where, verdict.outcome]).toEqual([where, "wrong"]);
          else seen[verdict.slip ? "slips" : "again"]++;
          if (verdict.slip)
            expect([where, verdict.outcome, verdict.credit]).toEqual([
              where,
              "right",
              (asked.length - 1) / asked.length,
            ]);
          const { misconception } = drawn.outcomes.find(({ rule }) => rule === mal.rule) as { misconception: string };
          expect([where, verdict.diagnosis?.misconception ?? misconception]).toEqual([where, misconception]);
          seen[verdict.diagnosis ? "explained" : "unexplained"]++;
        }
    }
    const marked = seen.explained + seen.unexplained;
    expect(seen.slips / (seen.slips + seen.again)).toBeGreaterThan(0.9);
    expect(seen.explained / marked).toBeGreaterThan(0.9);
    expect(seen.invalid / (marked + seen.invalid)).toBeLessThan(0.1);
  });

  it.each(["0", "0.000000000", "1.000000000", "-2.000000000"])(
    "gives %s everywhere no credit but where it is so",
    (text) => {
      for (const { program, seed, asked, keys } of stepped) {
        const verdict = markSteps(
          program,
          seed,
          asked.map(({ shape }, i) => (shape ? keys[i].grid.map((row) => row.map(() => text)) : text)),
        );
        if (verdict.outcome === "invalid") continue;
        const deserved = keys.filter(({ grid, tolerance }) =>
          grid.every((row, i) => row.every((x, j) => Math.abs(x - Number(text)) <= tolerance[i][j])),
        );
        const where = `${program.item} ${seed}`;
        expect([where, verdict.credit]).toEqual([where, deserved.length / asked.length]);
      }
    },
  );

  it("never throws, whatever is written", () => {
    const dice = new Dice(1);
    const words = [
      "",
      "0",
      "1e308",
      "-1e300",
      "1/0",
      "NaN",
      "1,234",
      "x",
      "0.3",
      "-7",
      "1e-300",
      "100000",
      "constructor",
    ];
    const numbers = ["0", "0.31", "-7.25", "123456", "-1e6", "0.000001", "1e12", "3/7"];
    for (const { program, seed, asked } of stepped)
      for (const from of [words, numbers, numbers]) {
        const texts = asked.map(({ shape }) =>
          shape
            ? Array.from({ length: shape[0] }, () => Array.from({ length: shape[1] }, () => dice.choose(from)))
            : dice.choose(from),
        );
        expect(["right", "wrong", "invalid"]).toContain(markSteps(program, seed, texts).outcome);
      }
    const other: Program = stepped[0].program;
    for (const texts of [[], [[]], [[[]]], ["1", [["1"]]], Array.from({ length: 64 }, () => "1")] as StepTexts[])
      expect(markSteps(other, 0, texts).outcome).toBe("invalid");
  });
});
