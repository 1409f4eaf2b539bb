import { describe, expect, test } from "vitest";
import { Rng } from "#engine/index.ts";
import { KnowledgeStates, type PlacementConcept } from "#lib/exam/knowledge-states.ts";
import { type PlacementAnswer, type PlacedConcept, stepFrom } from "#lib/exam/placement.ts";
import { Dice } from "#lib/item/dice.ts";
import { simulatedBank } from "./bank.ts";

/** Answers of someone who knows: wrong by a slip; of someone who does not: right by luck, a guess among four included. */
const SLIP = 0.08;
const GUESS = 0.25;
const LEARNERS = 40;
const TIMEOUT = { timeout: 60_000 };

const concepts: PlacementConcept[] = simulatedBank().concepts.map(({ id, topic, needs }) => {
  return { id, areaId: topic, needs, askable: true };
});

/** What someone of such a level knows: what they know the needs of, with a chance; of the rest one in twenty. */
function knowledge(level: number, dice: Dice): Set<string> {
  const known = new Set<string>();
  for (const { id, needs } of concepts) {
    const chance = needs.every((need) => known.has(need)) ? level : 0.05;
    if (dice.integer(1, 1000) <= chance * 1000) known.add(id);
  }
  return known;
}

function place(known: ReadonlySet<string>, seed: number): { placed: PlacedConcept[]; answers: PlacementAnswer[] } {
  const dice = new Dice(seed);
  const states = new KnowledgeStates(concepts, new Rng(seed));
  const answers: PlacementAnswer[] = [];
  for (;;) {
    const step = stepFrom(states, concepts, answers, GUESS);
    if (step.kind === "done") return { placed: step.concepts, answers };
    const chance = known.has(step.conceptId) ? 1 - SLIP : GUESS;
    const answer = { conceptId: step.conceptId, right: dice.integer(1, 1000) <= chance * 1000, guess: GUESS };
    answers.push(answer);
    states.learn(answer);
  }
}

/** Means over learners of such a level, in concepts of thirty. */
function placed(level: number) {
  const all = Array.from({ length: LEARNERS }, (_, i) => {
    const known = knowledge(level, new Dice(1000 + i));
    const { placed: result, answers } = place(known, i);
    const passed = result.filter((one) => one.passed).map(({ conceptId }) => conceptId);
    const rightly = passed.filter((id) => known.has(id)).length;
    return { known: known.size, rightly, wrongly: passed.length - rightly, questions: answers.length };
  });
  const mean = (of: (one: (typeof all)[number]) => number) => all.reduce((sum, one) => sum + of(one), 0) / LEARNERS;
  const means = {
    known: mean(({ known }) => known),
    rightly: mean(({ rightly }) => rightly),
    wrongly: mean(({ wrongly }) => wrongly),
    questions: mean(({ questions }) => questions),
  };
  console.log(
    `level ${level}: of ${concepts.length} concepts ${means.known.toFixed(1)} known, ${means.rightly.toFixed(1)} passed rightly, ` +
      `${means.wrongly.toFixed(1)} wrongly, after ${means.questions.toFixed(1)} questions`,
  );
  return means;
}

describe("placement of learners over thirty concepts, a question being guessed by one in four", () => {
  test("passes four fifths of what a strong learner knows, and nearly nothing else", TIMEOUT, () => {
    const { known, rightly, wrongly, questions } = placed(0.97);
    expect(rightly / known).toBeGreaterThan(0.8);
    expect(wrongly).toBeLessThan(1);
    expect(questions).toBeLessThan(14.5);
  });

  test("passes more than half of what a middling learner knows, and one other concept", TIMEOUT, () => {
    const { known, rightly, wrongly } = placed(0.85);
    expect(rightly / known).toBeGreaterThan(0.55);
    expect(wrongly).toBeLessThan(1.5);
  });

  test("passes nearly nothing that a beginner does not know, and is done sooner", TIMEOUT, () => {
    const { wrongly, questions } = placed(0.05);
    expect(wrongly).toBeLessThan(0.8);
    expect(questions).toBeLessThan(12.5);
  });
});
