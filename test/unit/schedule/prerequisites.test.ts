import { expect, test } from "vitest";
import { type ConceptProgress, isMet, openConcepts } from "#lib/schedule/prerequisites.ts";

const concept = (id: string, needs: string[] = [], extra: Partial<ConceptProgress> = {}): ConceptProgress => {
  return { id, needs, items: 5, rightUnaided: 0, placed: false, known: false, ...extra };
};

test("a concept is met by three items right unaided, or all of fewer", () => {
  expect(isMet(concept("sgd", [], { rightUnaided: 2 }))).toBe(false);
  expect(isMet(concept("sgd", [], { rightUnaided: 3 }))).toBe(true);
  expect(isMet(concept("sgd", [], { items: 2, rightUnaided: 1 }))).toBe(false);
  expect(isMet(concept("sgd", [], { items: 2, rightUnaided: 2 }))).toBe(true);
  expect(isMet(concept("sgd", [], { items: 0 }))).toBe(true);
});

test("a concept is met when placement passed it or the learner said I know this", () => {
  expect(isMet(concept("sgd", [], { placed: true }))).toBe(true);
  expect(isMet(concept("sgd", [], { known: true }))).toBe(true);
});

test("a concept opens when everything it needs is met", () => {
  const open = (sgd: Partial<ConceptProgress>, momentum: Partial<ConceptProgress>) => [
    ...openConcepts([
      concept("sgd", [], sgd),
      concept("momentum", ["sgd"], momentum),
      concept("adam", ["sgd", "momentum"]),
    ]),
  ];
  expect(open({}, {})).toEqual(["sgd"]);
  expect(open({ rightUnaided: 3 }, {})).toEqual(["sgd", "momentum"]);
  expect(open({}, { known: true })).toEqual(["sgd", "momentum"]);
  expect(open({ rightUnaided: 3 }, { rightUnaided: 3 })).toEqual(["sgd", "momentum", "adam"]);
});

test("a need outside the graph holds nothing back", () => {
  expect(openConcepts([concept("adam", ["calculus"])])).toEqual(new Set(["adam"]));
});
