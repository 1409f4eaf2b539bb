import { concat, div, minimum, mul, sqrt, square, sum, tensor } from "#engine/index.ts";
import { tex, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;
const squares = (values: number[]) => values.reduce((total, x) => total + x * x, 0);
const sizes = (values: number[]) => values.reduce((total, x) => total + Math.abs(x), 0);
const cut = (x: number, limit: number) => Math.max(-limit, Math.min(limit, x));

/** Global norms that divide kindly, reached by whole-numbered gradients. */
const kindNorms = [5, 8, 10, 16, 20];

export const globalNorm = program({
  id: "global-norm",
  concept: "gradient-clipping",
  version: 1,
  title: "one norm over two tensors",
  draw: (dice) => {
    const short = dice.integer(1, 5) === 1;
    for (;;) {
      const dW = [dice.vector(2, -9, 9, 0), dice.vector(2, -9, 9, 0)];
      const db = dice.vector(2, -9, 9, 0);
      const norm = Math.sqrt(squares([...dW.flat(), ...db]));
      if (!kindNorms.includes(norm)) continue;
      return { dW, db, c: short ? norm + dice.choose([2, 4, 5]) : dice.choose(norm === 5 ? [1, 2] : [1, 2, 4, 5]) };
    }
  },
  prompt: (p) => `A model has two parameters, $W$ and $b$. The backward pass gave

$$dW = ${tex(p.dW)} \\qquad db = ${tex(p.db)}$$

Gradients are clipped by their global norm with the threshold $c = ${p.c}$ (both tensors together, no $\\epsilon$). What is $dW$ after clipping?`,
  labels: { factor: String.raw`\text{factor}` },
  givens: { c: { least: 0.001 } },
})
  .step("squaresW", String.raw`\lVert dW \rVert^2`, (s) => squares(s.dW.flat()))
  .step("squaresB", String.raw`\lVert db \rVert^2`, (s) => squares(s.db))
  .step("norm", String.raw`\lVert g \rVert = \sqrt{\lVert dW \rVert^2 + \lVert db \rVert^2}`, (s) =>
    Math.sqrt(s.squaresW + s.squaresB),
  )
  .step("factor", String.raw`\min(1,\ c / \lVert g \rVert)`, (s) => Math.min(1, s.c / s.norm))
  .step("clipped", String.raw`dW \cdot \min(1,\ c / \lVert g \rVert)`, (s) => mul(tensor(s.dW), s.factor))
  .asksTensor({
    step: "clipped",
    label: "dW",
    engine: (p) => {
      const all = concat([tensor(p.dW.flat()), tensor(p.db)]);
      return mul(tensor(p.dW), minimum(1, div(p.c, sqrt(sum(square(all))))));
    },
    malRules: {
      "clip-per-tensor": {
        when: (s) => s.squaresW > s.c ** 2,
        steps: { norm: (s) => Math.sqrt(s.squaresW) },
        notes: { norm: "of $dW$ alone" },
        says: (s, wrong) =>
          `You clipped $dW$ by its own norm, ${shown(wrong.norm)}. The global norm takes both tensors together: $\\sqrt{${s.squaresW} + ${s.squaresB}} = ${texNumber(s.norm, 4)}$.`,
      },
      "value-clipping-for-norm": {
        when: (s) => s.factor < 1,
        steps: { clipped: (s) => tensor(s.dW.map((row) => row.map((x) => cut(x, s.c)))) },
        notes: { clipped: "each entry cut for itself" },
        says: (s) =>
          `You cut each entry to $[-${s.c}, ${s.c}]$. That is clipping by value, which turns the gradient; by norm, all entries are multiplied by the same factor, ${shown(s.factor)}.`,
      },
      "clip-to-unit-norm": {
        when: (s) => s.factor < 1 && s.c !== 1,
        steps: { factor: (s) => 1 / s.norm },
        notes: { factor: "without $c$" },
        says: (s) =>
          `You divided by the norm, which makes the global norm 1. The threshold is ${s.c}: multiply by $${s.c} / ${texNumber(s.norm, 4)} = ${texNumber(s.factor, 4)}$.`,
      },
      "norm-without-root": {
        steps: { norm: (s) => s.squaresW + s.squaresB },
        notes: { norm: "without the root" },
        says: (s, wrong) =>
          `You compared ${s.c} with the sum of squares, ${shown(wrong.norm)}. The norm is its root, ${shown(s.norm)}.`,
      },
      "absolute-sum-for-norm": {
        when: (s) => sizes([...s.dW.flat(), ...s.db]) > s.c,
        steps: { norm: (s) => sizes([...s.dW.flat(), ...s.db]) },
        notes: { norm: "the sum of absolute values" },
        says: (s, wrong) =>
          `You added absolute values, ${shown(wrong.norm)}. The norm meant here is the Euclidean one, the root of the sum of squares: ${shown(s.norm)}.`,
      },
      "clip-always-rescales": {
        when: (s) => s.c > s.norm,
        steps: { factor: (s) => s.c / s.norm },
        notes: { factor: "larger than 1" },
        says: (s) =>
          `You stretched the gradient from length ${shown(s.norm)} to ${s.c}. Clipping only shortens: below the threshold nothing changes.`,
      },
    },
    explain: (s) =>
      s.factor < 1
        ? `Both tensors are multiplied by ${shown(s.factor)}, so the direction of the whole step is kept and its length becomes ${s.c}.`
        : `The global norm ${shown(s.norm)} is below the threshold ${s.c}, so the gradient stays as it is.`,
  });

const degrees = (radians: number) => (radians * 180) / Math.PI;

export const valueClippingAngle = program({
  id: "value-clipping-angle",
  concept: "gradient-clipping",
  version: 1,
  title: "how far clipping by value turns the gradient",
  draw: (dice) => {
    for (;;) {
      const g = dice.vector(2, -8, 8, 0);
      const c = dice.integer(1, 4);
      const [small, large] = g.map(Math.abs).sort((a, b) => a - b);
      if (large > c && large > small) return { g, c };
    }
  },
  prompt: (p) => `The gradient $g = ${tex(p.g)}$ is clipped **by value** with $c = ${p.c}$, which gives $g'$.

By how many degrees does this turn the gradient (the angle between $g$ and $g'$)?`,
  givens: { c: { least: 0.001 } },
})
  .step(
    "clipped",
    (s) => `g'_i = \\max(-${s.c}, \\min(${s.c}, g_i))`,
    (s) => tensor(s.g.map((x) => cut(x, s.c))),
  )
  .step("dot", String.raw`g \cdot g'`, (s) => sum(mul(tensor(s.g), s.clipped)).itemSync())
  .step("norm", String.raw`\lVert g \rVert`, (s) => Math.sqrt(squares(s.g)))
  .step("clippedNorm", String.raw`\lVert g' \rVert`, (s) => Math.sqrt(squares(s.clipped.arraySync() as number[])))
  .step(
    "cosine",
    String.raw`\cos\varphi = \frac{g \cdot g'}{\lVert g \rVert\, \lVert g' \rVert}`,
    (s) => s.dot / (s.norm * s.clippedNorm),
  )
  .step("angle", String.raw`\varphi \text{ in degrees}`, (s) => degrees(Math.acos(Math.min(1, s.cosine))))
  .asksNumber({
    step: "angle",
    label: String.raw`\varphi \text{ in degrees}`,
    engine: (p) => {
      const g = tensor([p.g]);
      const kept = minimum(g.maximum(-p.c), p.c);
      // The angle from the cross product and the dot product of two vectors in the plane.
      const cross = kept
        .matmul(
          tensor([
            [0, -1],
            [1, 0],
          ]),
        )
        .mul(g);
      return degrees(Math.atan2(Math.abs(sum(cross).itemSync()), sum(mul(g, kept)).itemSync()));
    },
    malRules: {
      "value-clipping-keeps-direction": {
        steps: { angle: () => 0 },
        notes: { angle: "taken as parallel" },
        says: (s) =>
          `An angle of 0 would mean the direction is kept, which is what clipping by *norm* does. By value each entry is cut for itself: $${tex(s.g)}$ becomes $${tex(s.clipped.arraySync() as number[])}$, which is not parallel to it.`,
      },
      "clipped-sign-lost": {
        when: (s) => s.g.some((x) => x < -s.c),
        steps: { clipped: (s) => tensor(s.g.map((x) => (Math.abs(x) > s.c ? s.c : x))) },
        notes: { clipped: "negative entries made positive" },
        says: (s) =>
          `You replaced every large entry by $+${s.c}$. Cutting keeps the sign: $${s.g.find((x) => x < -s.c)}$ becomes $-${s.c}$.`,
      },
      "clipped-entries-dropped": {
        when: (s) => s.g.some((x) => Math.abs(x) <= s.c),
        steps: { clipped: (s) => tensor(s.g.map((x) => (Math.abs(x) > s.c ? 0 : x))) },
        notes: { clipped: "large entries set to 0" },
        says: (s) =>
          `You set the entries beyond ${s.c} to zero. They are cut to the threshold, not removed: $g' = ${tex(s.clipped.arraySync() as number[])}$.`,
      },
      "sine-for-cosine": {
        steps: { angle: (s) => degrees(Math.asin(Math.min(1, s.cosine))) },
        notes: { angle: "arcsine taken" },
        says: (s) =>
          `You took the arcsine of ${shown(s.cosine)}. Dot product over lengths is the *cosine*; a value near 1 means a small angle.`,
      },
      "angle-in-radians": {
        steps: { angle: (s) => Math.acos(Math.min(1, s.cosine)) },
        notes: { angle: "in radians" },
        says: (s, wrong) => `${shown(wrong.angle)} is the angle in radians. In degrees it is ${shown(s.angle)}.`,
      },
    },
    explain: (s) =>
      `Only entries beyond the threshold are shortened: $${tex(s.g)}$ becomes $${tex(s.clipped.arraySync() as number[])}$. Clipping by norm would have turned it by 0°.`,
  });
