import { describe, expect, test } from "vitest";
import type { PlacementConcept } from "#lib/exam/knowledge-states.ts";
import { type PlacementAnswer, PLACEMENT_QUESTIONS, placementStep } from "#lib/exam/placement.ts";

/** A chain of ten concepts, each resting on the one before. */
const chain: PlacementConcept[] = Array.from({ length: 10 }, (_, i) => {
  return { id: `c${i}`, areaId: i < 5 ? "a" : "b", needs: i > 0 ? [`c${i - 1}`] : [], askable: true };
});
const said = (conceptId: string, right: boolean): PlacementAnswer => ({ conceptId, right, guess: 0 });
const ask = (answers: PlacementAnswer[], concepts = chain) => {
  const step = placementStep(concepts, answers, { seed: 1 });
  if (step.kind !== "ask") throw new Error("The placement is over");
  return step.conceptId;
};
/** Lives through a placement of someone who knows the first so many concepts. */
function place(knows: number, concepts = chain) {
  const answers: PlacementAnswer[] = [];
  for (;;) {
    const step = placementStep(concepts, answers, { seed: 1 });
    if (step.kind === "done") return { answers, concepts: step.concepts };
    answers.push(said(step.conceptId, Number(step.conceptId.slice(1)) < knows));
  }
}

describe("placement", () => {
  test("begins amid the graph, goes on above after a right answer and below after wrong ones", () => {
    const first = Number(ask([]).slice(1));
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(9);
    expect(Number(ask([said(`c${first}`, true)]).slice(1))).toBeGreaterThan(first);
    expect(Number(ask([said(`c${first}`, false), said(`c${first}`, false)]).slice(1))).toBeLessThan(first);
  });

  test("finds how far up a chain someone knows", () => {
    const { answers, concepts } = place(6);
    const passed = concepts.filter((concept) => concept.passed).map(({ conceptId }) => conceptId);
    expect(passed).toEqual(["c0", "c1", "c2", "c3", "c4", "c5"]);
    expect(answers.length).toBeLessThanOrEqual(PLACEMENT_QUESTIONS.most);
    expect(answers.length).toBeGreaterThanOrEqual(PLACEMENT_QUESTIONS.least);
  });

  test("passes nothing of someone who knows nothing, and all of someone who knows all", () => {
    expect(place(0).concepts.filter(({ passed }) => passed)).toEqual([]);
    expect(place(10).concepts.filter(({ passed }) => !passed)).toEqual([]);
  });

  test("tells how likely each is known, and on how many answers that rests", () => {
    const { concepts, answers } = place(10);
    expect(concepts[0].probability).toBeGreaterThan(0.95);
    expect(concepts[0].answered).toBe(answers.length);
    expect(concepts[9].answered).toBe(answers.filter(({ conceptId }) => conceptId === "c9").length);
  });

  test("never asks what the bank has no question for, and of no concept more than twice", () => {
    const some = chain.map((concept) => ({ ...concept, askable: Number(concept.id.slice(1)) % 2 === 0 }));
    const { answers } = place(5, some);
    const times = some.map(({ id }) => answers.filter(({ conceptId }) => conceptId === id).length);
    expect(times.filter((_, i) => i % 2 === 1)).toEqual([0, 0, 0, 0, 0]);
    expect(Math.max(...times)).toBeLessThanOrEqual(2);
    const none = chain.map((concept) => ({ ...concept, askable: false }));
    expect(placementStep(none, [], { seed: 1 }).kind).toBe("done");
  });

  test("is the same for the same seed and answers", () => {
    expect(place(4)).toEqual(place(4));
  });

  test("of a concept that is not given is an error", () => {
    expect(() => placementStep(chain, [said("z", true)], { seed: 1 })).toThrow("about z");
  });
});
