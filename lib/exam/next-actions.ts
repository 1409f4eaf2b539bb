import type { ExamAnswer, ExamProgram, Score } from "./score.ts";

/** What to do next, as plain data for a button; `places` are the questions of the exam that it is about. */
export type NextAction =
  /** Questions that can show a misconception an answer showed. */
  | { kind: "misconception"; misconception: string; places: number[] }
  /** A session of one concept. */
  | { kind: "concept"; conceptId: string; places: number[] }
  /** A challenge, on its own page. */
  | { kind: "challenge"; challengeId: string; places: number[] }
  /** A session of one area. */
  | { kind: "area"; areaId: string; places: number[] }
  /** Practice against the clock: questions were not reached. */
  | { kind: "pace"; places: number[] }
  /** A short exam of an area of which too little is known. */
  | { kind: "measure"; areaId: string; places: number[] }
  /** The plan until a date. */
  | { kind: "plan"; places: number[] };

/** What is shown. */
const ACTIONS = 3;

/** How much of what went wrong an action is likely to mend: the more closely it aims, the more. */
const AIM = { misconception: 1, challenge: 0.9, concept: 0.8, pace: 0.6, area: 0.4 } as const;

/** A wrong answer given with certainty counts for more: it would be given again. */
const CONFIDENT = 1.5;

/**
 * The three best things to do after an exam: those that mend most of what was lost. Each action covers questions; the
 * one that covers most goes first, then the one that covers most of what is left, and so on. Where less than three mend
 * anything, areas of which too little is known are to be measured, and the days left to be planned.
 */
export function nextActions(
  answers: readonly ExamAnswer[],
  programs: readonly ExamProgram[],
  { areas, time }: Pick<Score, "areas" | "time">,
): NextAction[] {
  const failed = programs.filter(({ outcome }) => outcome === "wrong" || outcome === "unanswered");
  const lost = new Map([
    ...answers.filter(({ outcome }) => outcome !== "right").map((answer) => [answer.place, lossOf(answer)] as const),
    ...failed.map(({ place, credit }) => [place, 1 - credit] as const),
  ]);
  const possible = [...candidates(answers, failed, time.unreached), ...failed.map(challengeOf)];
  const chosen: NextAction[] = [];
  while (chosen.length < ACTIONS) {
    const worth = possible.map(
      ({ action, aim }) => aim * action.places.reduce((sum, place) => sum + (lost.get(place) ?? 0), 0),
    );
    const most = Math.max(0, ...worth);
    if (most === 0) break;
    const { action, aim } = possible[worth.indexOf(most)];
    chosen.push(action);
    for (const place of action.places) lost.set(place, (lost.get(place) ?? 0) * (1 - aim));
    possible.splice(worth.indexOf(most), 1);
  }
  const measure = areas
    .filter(({ tooLittle }) => tooLittle)
    .map(({ areaId }): NextAction => ({ kind: "measure", areaId, places: [] }));
  return [...chosen, ...measure, { kind: "plan" as const, places: [] }].slice(0, ACTIONS);
}

function challengeOf({ challengeId, place }: ExamProgram): { action: NextAction; aim: number } {
  return { action: { kind: "challenge", challengeId, places: [place] }, aim: AIM.challenge };
}

function lossOf({ outcome, credit, certainty }: ExamAnswer): number {
  return (1 - credit) * (outcome === "wrong" && (certainty ?? 1) > 1 ? CONFIDENT : 1);
}

function candidates(
  answers: readonly ExamAnswer[],
  failed: readonly ExamProgram[],
  unreached: number,
): { action: NextAction; aim: number }[] {
  const wrong = answers.filter(({ outcome }) => outcome !== "right");
  const reached = unreached > 0 ? answers.length - unreached : answers.length;
  const known = wrong.filter(({ place }) => place < reached);
  const grouped = <T extends { place: number }>(list: readonly T[], key: (answer: T) => string | null) => {
    const places = new Map<string, number[]>();
    for (const answer of list) {
      const of = key(answer);
      if (of !== null) places.set(of, [...(places.get(of) ?? []), answer.place]);
    }
    return [...places];
  };
  const all: { action: NextAction; aim: number }[] = [
    ...grouped([...known, ...failed], ({ diagnosed }) => diagnosed).map(([misconception, places]) => {
      return { action: { kind: "misconception" as const, misconception, places }, aim: AIM.misconception };
    }),
    ...grouped(known, ({ conceptId }) => conceptId).map(([conceptId, places]) => {
      return { action: { kind: "concept" as const, conceptId, places }, aim: AIM.concept };
    }),
    ...grouped(known, ({ areaId }) => areaId).map(([areaId, places]) => {
      return { action: { kind: "area" as const, areaId, places }, aim: AIM.area };
    }),
  ];
  const late = wrong.filter(({ place }) => place >= reached).map(({ place }) => place);
  return late.length > 0 ? [...all, { action: { kind: "pace", places: late }, aim: AIM.pace }] : all;
}
