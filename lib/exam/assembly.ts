import { Rng } from "#engine/index.ts";
import { areaWeight, type Blueprint, largestRemainder } from "./blueprint.ts";
import { chooseChallenges } from "./choose-challenges.ts";
import { Drawing } from "./drawing.ts";
import type { BankChallenge, BankItem, ExamArea } from "./exam-bank.ts";
import { shortagesInWords } from "./shortage.ts";

export interface ExamQuestion {
  itemId: string;
  conceptId: string;
  areaId: string;
  kind: string;
  /** A seed the learner has never seen this item with. */
  seed: number;
  /** Its share of the exam's time, by the seconds it is expected to take. */
  seconds: number;
}

export interface ExamPaper {
  /** In the order they are asked. */
  questions: ExamQuestion[];
  challenges: BankChallenge[];
  minutes: number;
  /** Minutes the questions are expected to take. */
  expectedMinutes: number;
  /** Where the bank could not give what the blueprint asks, in words. */
  notes: string[];
}

/**
 * An exam by its blueprint, the same one for the same seed. Questions are dealt out to areas by weight; within an area
 * its concepts take turns in a random order; within a concept an item is drawn among those whose kind is still wanted.
 * Only items that can show the learner something new are taken: drawn ones with a seed never served, fixed ones never
 * met. Where an area has too few of these, first others of its fixed items come in, then further variants of items
 * already taken, then other areas; each time a note says so.
 */
export function assemble(
  blueprint: Blueprint,
  areas: readonly ExamArea[],
  bank: { items: readonly BankItem[]; challenges: readonly BankChallenge[] },
  seed: number,
): ExamPaper {
  const rng = new Rng(seed);
  const asked = areas.filter((area) => areaWeight(blueprint, area) > 0);
  const weights = asked.map((area) => areaWeight(blueprint, area));
  const drawing = new Drawing(blueprint, asked, bank.items, rng);
  for (const [i, count] of largestRemainder(weights, blueprint.questions).entries()) drawing.fill(asked[i], count);
  drawing.fillFromOthers();
  const taken = rng.shuffle(drawing.taken);

  const challenges = chooseChallenges(blueprint.challenges, asked, bank.challenges, blueprint, rng);
  const shortages = [...drawing.shortages, ...challenges.shortages];
  const expected = taken.reduce((sum, { seconds }) => sum + seconds, 0);
  const own = challenges.taken.reduce((sum, { minutes }) => sum + minutes, 0);
  const minutes = challenges.taken.length > 0 && blueprint.questions === 0 ? own : blueprint.minutes;
  const forQuestions = Math.max(0, minutes - own) * 60;
  if (taken.length > 0 && expected > forQuestions)
    shortages.push({ kind: "time", expectedMinutes: expected / 60, minutes: forQuestions / 60 });
  return {
    questions: taken.map((item) => ({
      itemId: item.itemId,
      conceptId: item.conceptId,
      areaId: item.areaId,
      kind: item.kind,
      seed: drawing.seedFor(item),
      seconds: (item.seconds / expected) * forQuestions,
    })),
    challenges: challenges.taken,
    minutes,
    expectedMinutes: expected / 60 + own,
    notes: shortagesInWords(shortages),
  };
}
