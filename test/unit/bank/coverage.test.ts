import { describe, expect, test } from "vitest";
import { countCoverage, coverageProblems, parseCoverage } from "#lib/bank/coverage.ts";

const TEXT = `- area: gates
  bullet: "what gates are for"
  notes: [lstm]
  computed: planned
- area: doors
  bullet: "what doors are for"
  notes: planned
  computed: [lstm/step, gru/step]
  lab: [gates/forget]
`;

describe("coverage", () => {
  test("demands are counted as met or planned", () => {
    expect(countCoverage(parseCoverage("c.yml", TEXT).entries)).toEqual({
      notes: { met: 1, planned: 1 },
      computed: { met: 1, planned: 1 },
      challenge: { met: 0, planned: 0 },
      lab: { met: 1, planned: 0 },
    });
  });

  test("areas and ids that do not exist are problems", () => {
    const existing = {
      areas: new Set(["gates"]),
      notes: new Set(["lstm"]),
      computed: new Set(["lstm/step"]),
      challenge: new Set<string>(),
      lab: new Set<string>(),
    };
    expect(coverageProblems(parseCoverage("c.yml", TEXT).entries, existing)).toEqual([
      { file: "c.yml", line: 5, message: 'areas.yml has no area "doors"' },
      { file: "c.yml", line: 5, message: 'computed: nothing has the id "gru/step"' },
      { file: "c.yml", line: 5, message: 'lab: nothing has the id "gates/forget"' },
    ]);
  });

  test("a row of unknown form is a problem with its line", () => {
    expect(parseCoverage("c.yml", "- area: a\n  bullet: b\n  notes: soon\n").problems).toMatchObject([
      { file: "c.yml", line: 1 },
    ]);
  });
});
