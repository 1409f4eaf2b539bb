import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Comparison } from "#test/bench/policies/compare.ts";
import { figures, plot, replaceFigures } from "#test/bench/policies/page.ts";
import { POLICIES } from "#test/bench/policies/policies.ts";

const comparison = (minutesPerDay: number, lead: string): Comparison => ({
  setting: {
    days: 45,
    minutesPerDay,
    weights: "equal",
    learners: "mis-modelled",
    memories: { spread: 0.2, overall: 0 },
  },
  figures: POLICIES.map(({ name }) => {
    const recall = name === lead ? 0.9 : 0.8;
    return { policy: name, recall, believed: 0.85, error: 0.01, begun: 400, reviews: 500 };
  }),
});
const comparisons = [comparison(15, "Epoch's plan"), comparison(30, "random order")];

test("figures name the best of each setting and every setting in which the plan is behind", () => {
  const text = figures(comparisons, 8);
  expect(text).toContain("| Epoch's plan | **0.900** | 0.800 |");
  expect(text).toContain("| random order | 0.800 | **0.900** |");
  expect(text).toContain("| *uncertainty, at most* | ±0.010 | ±0.010 |");
  expect(text.split("### Where the plan loses")[1].trim()).toBe(
    "- 45 days, 30 minutes, equal weights, learners mis-modelled: random order by 10.0 points.",
  );
});

test("figures take the place of those of the run before, and nothing else changes", () => {
  const page = readFileSync(new URL("../../../docs/policies.md", import.meta.url), "utf8");
  const [before, , after] = page.split(/<!-- written by .*-->|<!-- end of what is written -->/);
  const replaced = replaceFigures(page, comparisons, 8);
  expect(replaced.startsWith(before)).toBe(true);
  expect(replaced.endsWith(after)).toBe(true);
  expect(replaced).toContain("Means over 8 learners each.");
  expect(() => replaceFigures("a page without marks", comparisons, 8)).toThrow("has lost the marks");
});

test("the plot labels its curves and draws one point for each budget", () => {
  const svg = plot(comparisons);
  expect(svg.match(/<circle/g)).toHaveLength(6);
  expect(svg.match(/<polyline/g)).toHaveLength(3);
  for (const name of ["Epoch's plan", "best fixed retention", "random order"]) expect(svg).toContain(`>${name}</text>`);
});
