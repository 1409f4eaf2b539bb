import { describe, expect, test } from "vitest";
import { programs } from "#content/programs.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Program } from "#lib/item/program.ts";
import { diagnosisFigures, percent, type Shown } from "./diagnosis-figures.ts";
import { type Encounter, encounter, handIn, judge, shownUnder, write } from "./encounter.ts";
import { type Slip, slips } from "./slips.ts";
import { valueUnder, type WrongRule, wrongRules } from "./wrong-rules.ts";

const ENCOUNTERS = 3;
const HOLDERS = 10;
const VARIANTS = 20;
const TIMEOUT = { timeout: 60_000 };

const drawn = new Map<Program, Encounter[]>();
/** The variants of a program under its first seeds, drawn once. */
function encounters(program: Program, count: number): Encounter[] {
  const known = drawn.get(program) ?? [];
  for (let i = known.length; i < count; i++) known.push(encounter(program, i * 104_729 + 17));
  drawn.set(program, known);
  return known.slice(0, count);
}
const computed = programs.filter(({ kind }) => kind !== "choice");

describe("holders of one misconception the bank knows", () => {
  test(
    "are diagnosed within three encounters in nine of ten pairs of program and mal-rule, over ten holders of each",
    TIMEOUT,
    () => {
      const pairs = programs.flatMap((program) =>
        Object.entries(program.ask.malRules).map(([rule, { misconception = rule }]) => {
          const asked = encounters(program, ENCOUNTERS * HOLDERS);
          const found = Array.from({ length: HOLDERS }, (_, holder) =>
            asked
              .slice(holder * ENCOUNTERS, (holder + 1) * ENCOUNTERS)
              .some((one) => shownUnder(one, rule) === misconception),
          );
          return { name: `${program.item} ${rule}`, share: found.filter(Boolean).length / HOLDERS };
        }),
      );
      const share = pairs.reduce((sum, pair) => sum + pair.share, 0) / pairs.length;
      const surely = pairs.filter((pair) => pair.share >= 0.9).length;
      console.log(
        `mal-rule holders: ${percent(share, 1)} diagnosed within ${ENCOUNTERS} encounters over ${pairs.length} pairs; ` +
          `${percent(surely, pairs.length)} of pairs for at least nine of ten holders`,
      );
      expect(share).toBeGreaterThanOrEqual(0.9);
    },
  );
});

describe("learners who are wrong in a way the bank does not know", () => {
  function answersUnder(program: Program, rule: WrongRule): Shown[] {
    return encounters(program, VARIANTS).flatMap(({ variant, parameters }) => {
      const value = valueUnder(program, rule, parameters);
      const verdict = value === null ? null : handIn(value, variant);
      if (verdict?.outcome !== "wrong") return [];
      const diagnosed = verdict.diagnosis?.misconception ?? null;
      return [{ learner: `${program.item}: ${rule.name}`, holds: rule.holds, diagnosed }];
    });
  }

  test(
    "by a wrong rule are told a misconception they don't have in less than one of twenty wrong answers",
    TIMEOUT,
    () => {
      const families = new Map<string, Shown[]>();
      for (const program of computed) {
        for (const rule of wrongRules(program)) {
          families.set(rule.family, [...(families.get(rule.family) ?? []), ...answersUnder(program, rule)]);
        }
      }
      for (const [family, answers] of families) {
        expect(answers.length, family).toBeGreaterThan(500);
        report(family, answers);
      }
      expect(report("every wrong rule", [...families.values()].flat())).toBeLessThan(0.05);
    },
  );

  test(
    "by carelessness are told a misconception they don't have in less than one of twenty wrong answers",
    TIMEOUT,
    () => {
      for (const [name, slip] of Object.entries(slips)) {
        const answers = computed.flatMap((program) => slippedAnswers(program, slip));
        expect(answers.length).toBeGreaterThan(200);
        expect(report(name, answers), name).toBeLessThan(0.05);
      }
    },
  );

  function slippedAnswers(program: Program, slip: Slip): Shown[] {
    return encounters(program, VARIANTS).flatMap(({ variant }, i) => {
      if (!("key" in variant.solution)) return [];
      const right = write(variant.solution.key, variant);
      const wrong = right && slip(right, new Dice(i));
      const verdict = wrong && judge(wrong, variant);
      if (verdict === null || verdict === "too-coarse" || verdict.outcome === "right") return [];
      return [{ learner: program.item, holds: [], diagnosed: verdict.diagnosis?.misconception ?? null }];
    });
  }
});

/** Prints the figures of some answers and gives the share of false diagnoses. */
function report(name: string, answers: readonly Shown[]): number {
  const figures = diagnosisFigures(answers);
  const { wrong, held } = figures;
  console.log(
    `${name}: ${wrong} wrong answers, diagnosed falsely ${percent(figures.false, wrong)}, as the same by another name ` +
      `${percent(figures.same, wrong)}${held > 0 ? `, as one of the two held ${percent(held, wrong)}` : ""}`,
  );
  return figures.false / wrong;
}
