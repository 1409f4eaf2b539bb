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

export interface ExamChallenge {
  challengeId: string;
  areaId: string;
  /** Its share of the exam's time. */
  seconds: number;
}

export interface ExamPaper {
  /** In the order they are asked. */
  questions: ExamQuestion[];
  /** Asked after the questions. */
  challenges: ExamChallenge[];
  minutes: number;
  /** Minutes that all of it is expected to take. */
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
  const forChallenges = challenges.taken.reduce((sum, { minutes }) => sum + minutes, 0);
  const expectedMinutes = taken.reduce((sum, { seconds }) => sum + seconds / 60, forChallenges);
  const minutes = blueprint.minutes ?? forChallenges;
  if (expectedMinutes > minutes) shortages.push({ kind: "time", expectedMinutes, minutes });
  const share = minutes / expectedMinutes;
  return {
    questions: taken.map((item) => ({
      itemId: item.itemId,
      conceptId: item.conceptId,
      areaId: item.areaId,
      kind: item.kind,
      seed: drawing.seedFor(item),
      seconds: item.seconds * share,
    })),
    challenges: challenges.taken.map(({ challengeId, areaId, ...one }) => {
      return { challengeId, areaId, seconds: one.minutes * 60 * share };
    }),
    minutes,
    expectedMinutes,
    notes: shortagesInWords(shortages),
  };
}
