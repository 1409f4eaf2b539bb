/** One wrong answer of a learner who goes wrong in the same way each time. */
export type Shown = { learner: string; holds: readonly string[]; diagnosed: string | null };

/** Share of a learner's wrong answers from which on a diagnosis counts as another name for what the learner does. */
const SAME = 0.9;
/** Wrong answers a learner must have given before this can be said. */
const FEWEST = 5;

export type Figures = { wrong: number; undiagnosed: number; held: number; same: number; false: number };

/**
 * What diagnoses amount to. *held*: it names a misconception the learner has. *same*: a way of going wrong that gives
 * the same number as a mal-rule in at least nine of ten variants is that mal-rule, under whatever name: the bank can't
 * tell them apart, and nothing it says of the answer is untrue. *false*: every other diagnosis, a coincidence.
 */
export function diagnosisFigures(answers: readonly Shown[]): Figures {
  const figures: Figures = { wrong: answers.length, undiagnosed: 0, held: 0, same: 0, false: 0 };
  const learners = new Map<string, Shown[]>();
  for (const answer of answers) {
    const own = learners.get(answer.learner);
    if (own) own.push(answer);
    else learners.set(answer.learner, [answer]);
  }
  for (const own of learners.values()) {
    for (const { diagnosed, holds } of own) {
      const times = own.filter((other) => other.diagnosed === diagnosed).length;
      if (diagnosed === null) figures.undiagnosed++;
      else if (holds.includes(diagnosed)) figures.held++;
      else if (own.length >= FEWEST && times >= SAME * own.length) figures.same++;
      else figures.false++;
    }
  }
  return figures;
}

export function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
