import { tensor } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";

type Matrix = number[][];

const normOf = (gradients: readonly Matrix[]) =>
  gradients
    .map((g) => tensor(g).square().sum())
    .reduce((sum, squares) => sum.add(squares))
    .sqrt();

function clipped(c: CaseBuilder, gradients: readonly Matrix[], limit: number) {
  const norm = normOf(gradients).itemSync();
  const factor = norm > limit ? limit / norm : 1;
  const expected = gradients.map((g, i) => [`gradient ${i + 1}`, tensor(g).mul(factor)] as const);
  return c.call("clip_by_norm", list(...gradients), limit).returnsAll(Object.fromEntries(expected));
}

function both(c: CaseBuilder, gradients: readonly Matrix[], limit: number): void {
  c.call("global_norm", list(...gradients)).returns(normOf(gradients));
  clipped(c, gradients, limit);
}

export const clipByNorm = challenge({
  slug: "clip-by-norm",
  area: "vanishing",
  defines: ["global_norm", "clip_by_norm"],
  cases: [
    visible("the norm of two matrices", (c) => {
      const gradients = [[[3, 0]], [[0], [4]]];
      c.call("global_norm", list(...gradients)).returns(normOf(gradients));
    }),
    visible("too long", (c) => clipped(c, [[[3, 0]], [[0], [4]]], 1)),
    visible("short enough", (c) => clipped(c, [[[0.3, 0]], [[0], [0.4]]], 1)),
    hidden("random gradients", (c, dice) =>
      both(c, [dice.matrix(2, 3, -2, 2), dice.matrix(3, 1, -2, 2), dice.matrix(1, 1, -2, 2)], dice.decimal(0.5, 2)),
    ),
    hidden("one matrix", (c, dice) => both(c, [dice.matrix(2, 2, -3, 3)], dice.decimal(0.5, 1))),
    hidden("one array long, one short", (c, dice) =>
      both(c, [dice.matrix(2, 2, 50, 90), dice.matrix(2, 2, -0.5, 0.5)], 5),
    ),
    hidden("exactly as long as allowed", (c) => both(c, [[[3, 4]], [[0, 12]]], 13)),
    hidden("gradients of zero", (c) => both(c, [[[0, 0]], [[0], [0]]], 1)),
    hidden("large entries and negative ones", (c, dice) => both(c, [dice.matrix(3, 3, -9e5, 9e5, 0)], 0.25)),
    hidden("a limit above one", (c, dice) => both(c, [dice.matrix(4, 4, 3, 9), dice.matrix(1, 4, -9, -3)], 4)),
  ],
  mutants: [
    {
      id: "each-by-its-own-norm",
      says: "when each array is clipped by its own norm",
      python: [
        "return [g * factor for g in gradients]",
        "return [g * min(1.0, limit / max(1e-300, global_norm([g]))) * (factor / factor) for g in gradients]",
      ],
      typescript: [
        "return gradients.map((matrix) => matrix.map((row) => row.map((g) => g * factor)));",
        "return gradients.map((matrix) => matrix.map((row) => row.map((g) => g * Math.min(1, limit / globalNorm([matrix])) * (factor / factor))));",
      ],
      killedBy: "too long",
      misconception: "clip-per-tensor",
    },
    {
      id: "entries-cut",
      says: "when every entry is cut to the limit, which is clipping by value",
      python: ["[g * factor for g in gradients]", "[np.clip(g, -limit, limit) for g in gradients]"],
      typescript: ["row.map((g) => g * factor)", "row.map((g) => Math.max(-limit, Math.min(limit, g)))"],
      killedBy: "too long",
      misconception: "value-clipping-for-norm",
    },
    {
      id: "always-rescaled",
      says: "when short gradients are stretched to the limit as well",
      python: ["if norm <= limit:", "if norm == 0:"],
      typescript: ["if (norm <= limit)", "if (norm === 0)"],
      killedBy: "short enough",
      misconception: "clip-always-rescales",
    },
    {
      id: "limit-left-out",
      says: "when gradients are scaled to length 1 in place of the limit",
      python: ["factor = limit / norm", "factor = 1 / norm"],
      typescript: ["const factor = limit / norm;", "const factor = 1 / norm;"],
      killedBy: "a limit above one",
      misconception: "clip-to-unit-norm",
    },
    {
      id: "no-root",
      says: "without the root: the sum of squares taken for the norm",
      python: ["np.sqrt(sum(np.sum(g**2) for g in gradients))", "sum(np.sum(g**2) for g in gradients)"],
      typescript: ["return Math.sqrt(squares);", "return squares;"],
      killedBy: "the norm of two matrices",
      misconception: "norm-without-root",
    },
    {
      id: "sum-of-absolutes",
      says: "with absolute values summed in place of squares",
      python: ["np.sqrt(sum(np.sum(g**2) for g in gradients))", "sum(np.sum(np.abs(g)) for g in gradients)"],
      typescript: [
        "const squares = gradients.flat(2).reduce((sum, g) => sum + g * g, 0);",
        "const squares = gradients.flat(2).reduce((sum, g) => sum + Math.abs(g), 0) ** 2;",
      ],
      killedBy: "the norm of two matrices",
      misconception: "absolute-sum-for-norm",
    },
    {
      id: "clipped-in-place",
      says: "when the arrays given are scaled themselves",
      python: [
        "    return [g * factor for g in gradients]",
        "    for g in gradients:\n        g *= factor\n    return gradients",
      ],
      typescript: [
        "return gradients.map((matrix) => matrix.map((row) => row.map((g) => g * factor)));",
        "for (const matrix of gradients) for (const row of matrix) for (let j = 0; j < row.length; j++) row[j] *= factor;\n  return gradients;",
      ],
      killedBy: "too long",
    },
  ],
});
