import { describe, expect, test } from "vitest";
import { programs } from "#content/programs.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Program } from "#lib/item/program.ts";
import { simulatedBank, type SimItem } from "./bank.ts";
import { diagnosisFigures, percent, type Shown } from "./diagnosis-figures.ts";
import { encounter, handIn, judge, shownUnder, write } from "./encounter.ts";
import { type Settings, simulate } from "./learner.ts";
import { slips } from "./slips.ts";
import { valueUnder, type WrongRule, wrongRules } from "./wrong-rules.ts";

const BUDGET = 15;
const ENCOUNTERS = 3;
const LEARNERS = 4;
/** Most study days a due review may wait. */
const LONGEST_OVERDUE = 3;
/** How often a careless learner gets wrong what is remembered. */
const SLIPS = 0.05;
const TIMEOUT = { timeout: 60_000 };

const settings: Omit<Settings, "seed"> = {
  days: 90,
  minutesPerDay: BUDGET,
  newPerDay: 10,
  spread: 0.15,
  probing: true,
  fitting: true,
};

type WrongAnswer = { program: Program /** Which of the items that ask the program. */; item: number; seed: number };

const { items } = simulatedBank();
const place = new Map(items.map(({ itemId }, i) => [itemId, i]));
const known = new Map<string, WrongAnswer[]>();

/**
 * What a learner answers wrongly over 90 days: slips where there are any, otherwise what is not remembered. The bank's
 * items each ask one of the real programs, several the same.
 */
function wrongAnswers(learner: number, slipRate: number): WrongAnswer[] {
  const key = `${learner} ${slipRate}`;
  const before = known.get(key);
  if (before) return before;
  const found: WrongAnswer[] = [];
  const onWrong = ({ itemId }: SimItem, slipped: boolean) => {
    const i = place.get(itemId) ?? 0;
    const seed = learner * 1_000_003 + found.length;
    if (slipped === slipRate > 0)
      found.push({ program: programs[i % programs.length], item: Math.floor(i / programs.length), seed });
  };
  const { days } = simulate({ ...settings, seed: learner, slips: slipRate, onWrong });
  expect(Math.max(...days.map(({ minutes }) => minutes))).toBeLessThanOrEqual(1.1 * BUDGET);
  expect(Math.max(...days.map(({ longestOverdue }) => longestOverdue))).toBeLessThanOrEqual(LONGEST_OVERDUE);
  known.set(key, found);
  return found;
}

const learners = Array.from({ length: LEARNERS }, (_, i) => i + 1);

describe("over 90 days", () => {
  test("who falls back on a mal-rule where nothing is remembered is found out within three encounters", TIMEOUT, () => {
    const cases = learners.flatMap((learner) => {
      const found = new Map<Program, boolean[]>();
      for (const { program, seed } of wrongAnswers(learner, 0)) {
        const rules = Object.entries(program.ask.malRules);
        const [rule, { misconception = rule }] = rules[learner % rules.length];
        const before = found.get(program) ?? [];
        if (before.length < ENCOUNTERS)
          found.set(program, [...before, shownUnder(encounter(program, seed), rule) === misconception]);
      }
      return [...found.values()].filter((met) => met.length === ENCOUNTERS || met.includes(true));
    });
    const share = cases.filter((met) => met.includes(true)).length / cases.length;
    console.log(
      `mal-rule holders over 90 days: ${percent(share, 1)} of ${cases.length} found within ${ENCOUNTERS} encounters`,
    );
    expect(cases.length).toBeGreaterThan(100);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  test("who follows rules unknown to the bank is told of another in less than one of twenty answers", TIMEOUT, () => {
    const answers = learners.flatMap((learner) =>
      wrongAnswers(learner, 0).flatMap(({ program, item, seed }) => {
        const rules = program.kind === "choice" ? [] : wrongRules(program);
        const which = 2 * (learner - 1) + (item % 2);
        const rule = rules[Math.floor((which / (2 * LEARNERS)) * rules.length)];
        const name = `${learner} ${program.item} ${rule?.name}`;
        return rule ? [seed, seed + 500_000].flatMap((one) => answerUnder(program, rule, one, name)) : [];
      }),
    );
    expect(answers.length).toBeGreaterThan(1000);
    expect(falseShare("holders of an unknown rule", answers)).toBeLessThan(0.05);
  });

  test(
    "who slips in one of twenty remembered answers is told of a misconception in less than one of twenty slips",
    TIMEOUT,
    () => {
      const answers = learners.flatMap((learner) =>
        wrongAnswers(learner, SLIPS).flatMap(({ program, seed }) => {
          const name = `${learner} ${program.item}`;
          return program.kind === "choice" ? [] : slippedAnswers(program, seed, name);
        }),
      );
      expect(answers.length).toBeGreaterThan(500);
      expect(falseShare("careless learners", answers)).toBeLessThan(0.05);
    },
  );
});

function answerUnder(program: Program, rule: WrongRule, seed: number, learner: string): Shown[] {
  const { variant, parameters } = encounter(program, seed);
  const value = valueUnder(program, rule, parameters);
  const verdict = value === null ? null : handIn(value, variant);
  if (verdict?.outcome !== "wrong") return [];
  return [{ learner, holds: rule.holds, diagnosed: verdict.diagnosis?.misconception ?? null }];
}

/** The right answer with each slip in one number that can happen to it. */
function slippedAnswers(program: Program, seed: number, learner: string): Shown[] {
  const { variant } = encounter(program, seed);
  if (!("key" in variant.solution)) return [];
  const right = write(variant.solution.key, variant);
  return Object.entries(slips).flatMap(([name, slip]) => {
    const wrong = name === "sign dropped throughout" || !right ? null : slip(right, new Dice(seed));
    const verdict = wrong && judge(wrong, variant);
    if (verdict === null || verdict === "too-coarse" || verdict.outcome === "right") return [];
    return [{ learner, holds: [], diagnosed: verdict.diagnosis?.misconception ?? null }];
  });
}

function falseShare(who: string, answers: readonly Shown[]): number {
  const figures = diagnosisFigures(answers);
  const { wrong, same } = figures;
  console.log(
    `${who} over 90 days: ${wrong} wrong answers, diagnosed falsely ${percent(figures.false, wrong)}, ` +
      `as the same by another name ${percent(same, wrong)}`,
  );
  return figures.false / wrong;
}
