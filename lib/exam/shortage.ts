/** Where the bank could not give what a blueprint asks. */
export type Shortage =
  | { kind: "missing"; area: string; asked: number; found: number }
  | { kind: "instead"; area: string; count: number }
  | { kind: "short"; count: number }
  | { kind: "met"; area: string; count: number }
  | { kind: "again"; area: string; count: number }
  | { kind: "kinds"; area: string; count: number }
  | { kind: "challenges"; asked: number; found: number }
  | { kind: "met-challenges"; count: number }
  | { kind: "time"; expectedMinutes: number; minutes: number };

/** From so many areas on, those without any question are told in one sentence. */
const MANY = 3;

/** Shortages as sentences for the learner, those that many areas have in common as one. */
export function shortagesInWords(shortages: readonly Shortage[]): string[] {
  const empty = shortages.flatMap((one) => (one.kind === "missing" && one.found === 0 ? [one] : []));
  const instead = shortages.flatMap((one) => (one.kind === "instead" ? [one] : []));
  if (empty.length < MANY) return shortages.map(shortageWords);
  const asked = empty.reduce((sum, one) => sum + one.asked, 0);
  const others = shortages.filter((one) => one.kind !== "instead" && !(one.kind === "missing" && one.found === 0));
  const areas = empty.map(({ area }) => area).join("; ");
  const more = instead.map(({ area, count }) => `${area} ${count}`).join("; ");
  return [
    `The bank has nothing yet on ${empty.length} areas, which would have ${questions(asked)}: ${areas}.`,
    ...(instead.length > 0 ? [`In their place more are asked of others: ${more}.`] : []),
    ...others.map(shortageWords),
  ];
}

/** A shortage as a sentence for the learner. */
export function shortageWords(shortage: Shortage): string {
  switch (shortage.kind) {
    case "missing":
      return `${shortage.area}: ${shortage.found} of the ${questions(shortage.asked)} asked for; the bank has no more.`;
    case "instead":
      return `${shortage.area}: ${questions(shortage.count)} more, in place of what other areas lack.`;
    case "short":
      return `The exam is ${questions(shortage.count)} shorter than asked for: the bank has no more.`;
    case "met":
      return `${shortage.area}: ${questions(shortage.count)} you have met before, since there are too few new ones.`;
    case "again":
      return `${shortage.area}: ${questions(shortage.count)} with other numbers, of items that the exam asks already.`;
    case "kinds":
      return `${shortage.area}: ${questions(shortage.count)} of another kind than asked for.`;
    case "challenges":
      return `${shortage.found} of the ${shortage.asked} challenges asked for; the bank has no more.`;
    case "met-challenges":
      return shortage.count === 1
        ? "One challenge you have met before."
        : `${shortage.count} challenges you have met before.`;
    case "time":
      return `All of it is expected to take ${Math.ceil(shortage.expectedMinutes)} minutes; there are ${Math.round(shortage.minutes)}.`;
  }
}

function questions(count: number): string {
  return count === 1 ? "1 question" : `${count} questions`;
}
