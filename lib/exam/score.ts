import { type Share, shareOf } from "#lib/calibration/calibration.ts";
import { CERTAINTIES, type Certainty } from "#lib/grade/verdict.ts";

/** One question of an exam that is over. */
export interface ExamAnswer {
  /** The question's place in the exam, from 0. */
  place: number;
  itemId: string;
  conceptId: string;
  areaId: string;
  /** Unanswered: skipped, or not reached in time. An answer that could not be read counts as unanswered. */
  outcome: "right" | "wrong" | "unanswered";
  /** Share of the answer that is right, 0 to 1. */
  credit: number;
  /** How sure the learner said to be; null: not said. */
  certainty: Certainty | null;
  /** Seconds the question was looked at, and seconds it was given. */
  seconds: number;
  given: number;
  /** The misconception the answer showed. */
  diagnosed: string | null;
}

/** A challenge of an exam that is over. */
export interface ExamProgram {
  /** Its place in the exam, from 0. */
  place: number;
  challengeId: string;
  /** Unjudged: it is being judged. */
  outcome: "right" | "wrong" | "unanswered" | "unjudged";
  /** Share of its cases that pass, 0 to 1. */
  credit: number;
  /** The misconception its fault showed. */
  diagnosed: string | null;
}

/** Right answers of an area in an earlier exam. */
export interface EarlierArea {
  areaId: string;
  right: number;
  questions: number;
}

export interface AreaScore {
  areaId: string;
  /** In this exam. */
  right: number;
  questions: number;
  credit: number;
  /** With earlier exams, and the 80 % interval of these together. */
  pooled: Share;
  /** The interval is wider than 40 points: too little evidence to speak of a share. */
  tooLittle: boolean;
}

export interface Certain {
  points: number;
  /** If every answer had been right and sure, or wrong and sure. */
  most: number;
  least: number;
}

/** How often the learner was right having said to be so sure, beside what that says. */
export interface CalibrationPoint extends Share {
  certainty: Certainty;
  stated: number;
}

export interface Score {
  /** Right answers among all questions, unanswered ones counting as wrong, with the 80 % interval. */
  right: Share;
  /** Mean credit, in which parts of an answer count. */
  credit: number;
  unanswered: number;
  /** Points by certainty; null where the exam was not marked so. */
  certain: Certain | null;
  areas: AreaScore[];
  time: { seconds: number; given: number; slowest: ExamAnswer[]; unreached: number };
  /** Mean squared distance between stated certainty and outcome; null without any statement. 0 is best, 0.25 is 50:50. */
  brier: number | null;
  calibration: CalibrationPoint[];
  /** Wrong though sure; those most sure first. */
  confidentErrors: ExamAnswer[];
  /** Misconceptions that answers showed, most often first. */
  misconceptions: { id: string; places: number[]; confident: number }[];
  /** Challenges solved among those judged or left open, with the 80 % interval; they are no questions. */
  solved: Share;
}

/** Intervals wider than this say too little. */
export const WIDEST_INTERVAL = 0.4;

/**
 * What an answer gives by the certainty stated (Gardner-Medwin's certainty-based marking): with it, saying 2 pays from a
 * chance of 2/3 on, and 3 from 4/5 on, so that it pays to say what one believes.
 */
export const CERTAINTY_MARKS: Readonly<Record<Certainty, { right: number; wrong: number }>> = {
  1: { right: 1, wrong: 0 },
  2: { right: 2, wrong: -2 },
  3: { right: 3, wrong: -6 },
};

/**
 * The chance that a stated certainty stands for: the middle of the chances for which it is the best thing to say, the
 * first beginning at a guess between three.
 */
export const STATED_CHANCE: Readonly<Record<Certainty, number>> = { 1: 1 / 2, 2: 11 / 15, 3: 9 / 10 };

/** The slowest questions that a report names. */
const SLOWEST = 3;
/** A question took long when it was looked at for this many times the seconds it was given. */
const LONG = 1.5;

/**
 * The result of an exam.
 * @param options.certaintyMarking an answer whose certainty was not said then counts as 1
 * @param options.earlier other exams, as far as they are to be pooled with this one
 */
export function score(
  answers: readonly ExamAnswer[],
  {
    certaintyMarking,
    earlier,
    programs,
  }: { certaintyMarking: boolean; earlier: readonly EarlierArea[]; programs: readonly ExamProgram[] },
): Score {
  const rights = answers.filter(({ outcome }) => outcome === "right").length;
  const answered = answers.filter(({ outcome }) => outcome !== "unanswered");
  const said = answered.flatMap(({ certainty, outcome }) =>
    certainty === null ? [] : [{ certainty, right: outcome === "right" }],
  );
  const last = Math.max(-1, ...answered.map(({ place }) => place));
  return {
    right: shareOf(rights, answers.length),
    credit: meanOf(answers.map(({ credit }) => credit)),
    unanswered: answers.length - answered.length,
    certain: certaintyMarking ? marksOf(answers) : null,
    areas: areaScores(answers, earlier),
    time: {
      seconds: answers.reduce((sum, { seconds }) => sum + seconds, 0),
      given: answers.reduce((sum, { given }) => sum + given, 0),
      slowest: answers
        .filter(({ seconds, given }) => seconds > LONG * given)
        .sort((a, b) => b.seconds / b.given - a.seconds / a.given || a.place - b.place)
        .slice(0, SLOWEST),
      unreached: answers.filter(
        ({ place, outcome, seconds }) => outcome === "unanswered" && place > last && seconds === 0,
      ).length,
    },
    brier:
      said.length === 0 ? null : meanOf(said.map((one) => (STATED_CHANCE[one.certainty] - Number(one.right)) ** 2)),
    calibration: CERTAINTIES.flatMap((certainty) => {
      const of = said.filter((one) => one.certainty === certainty);
      if (of.length === 0) return [];
      const hits = of.filter(({ right }) => right).length;
      return [{ certainty, stated: STATED_CHANCE[certainty], ...shareOf(hits, of.length) }];
    }),
    confidentErrors: answers
      .filter(({ outcome, certainty }) => outcome === "wrong" && (certainty ?? 1) > 1)
      .sort((a, b) => (b.certainty ?? 1) - (a.certainty ?? 1) || a.place - b.place),
    misconceptions: misconceptionsOf([...answers, ...programs.map((program) => ({ ...program, certainty: null }))]),
    solved: shareOf(
      programs.filter(({ outcome }) => outcome === "right").length,
      programs.filter(({ outcome }) => outcome !== "unjudged").length,
    ),
  };
}

function marksOf(answers: readonly ExamAnswer[]): Certain {
  const marks = answers.map(({ outcome, certainty }) =>
    outcome === "unanswered" ? 0 : CERTAINTY_MARKS[certainty ?? 1][outcome],
  );
  return {
    points: marks.reduce((sum, mark) => sum + mark, 0),
    most: CERTAINTY_MARKS[3].right * answers.length,
    least: CERTAINTY_MARKS[3].wrong * answers.length,
  };
}

function areaScores(answers: readonly ExamAnswer[], earlier: readonly EarlierArea[]): AreaScore[] {
  return [...new Set(answers.map(({ areaId }) => areaId))].map((areaId) => {
    const own = answers.filter((answer) => answer.areaId === areaId);
    const right = own.filter(({ outcome }) => outcome === "right").length;
    const before = earlier.filter((area) => area.areaId === areaId);
    const sum = (of: (area: EarlierArea) => number) => before.reduce((all, area) => all + of(area), 0);
    const pooled = shareOf(right + sum((area) => area.right), own.length + sum((area) => area.questions));
    const { low, high } = pooled.interval ?? { low: 0, high: 1 };
    return {
      areaId,
      right,
      questions: own.length,
      credit: meanOf(own.map(({ credit }) => credit)),
      pooled,
      tooLittle: high - low > WIDEST_INTERVAL,
    };
  });
}

function misconceptionsOf(
  answers: readonly Pick<ExamAnswer, "place" | "certainty" | "diagnosed">[],
): Score["misconceptions"] {
  const ids = [...new Set(answers.flatMap(({ diagnosed }) => diagnosed ?? []))];
  return ids
    .map((id) => {
      const shown = answers.filter(({ diagnosed }) => diagnosed === id);
      const confident = shown.filter(({ certainty }) => (certainty ?? 1) > 1).length;
      return { id, places: shown.map(({ place }) => place), confident };
    })
    .sort((a, b) => b.places.length - a.places.length || b.confident - a.confident || a.places[0] - b.places[0]);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
