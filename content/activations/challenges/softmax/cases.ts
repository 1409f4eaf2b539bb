import * as engine from "#engine/index.ts";
import { float32, integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";

/** Asks all three functions for the same logits and expects what the engine gives. */
function all(c: CaseBuilder, logits: number[][]): void {
  const z = engine.tensor(logits);
  c.call("log_sum_exp", logits).returns(engine.logSumExp(z, 1));
  c.call("softmax", logits).returns(engine.softmax(z));
  c.call("log_softmax", logits).returns(engine.logSoftmax(z));
}

export const softmax = challenge({
  slug: "softmax",
  area: "activations",
  defines: ["log_sum_exp", "softmax", "log_softmax"],
  cases: [
    visible("one row", (c) => all(c, [[1, 2, 3]])),
    visible("two rows, each by itself", (c, dice) => all(c, dice.matrix(2, 3, -3, 3))),
    visible("logits of a thousand", (c) => all(c, [[1000, 1001, 999]])),
    hidden("random logits", (c, dice) => all(c, dice.matrix(5, 4, -6, 6, 2))),
    hidden("as many rows as columns", (c, dice) => all(c, dice.matrix(3, 3, -4, 4, 2))),
    hidden("one class", (c, dice) => all(c, dice.matrix(4, 1, -900, 900))),
    hidden("equal logits", (c, dice) => all(c, [Array(5).fill(dice.decimal(-5, 5)), Array(5).fill(0)])),
    hidden("very negative logits", (c, dice) => all(c, [dice.vector(4, -9999, -9000), dice.vector(4, -999, -900)])),
    hidden("rows of very different size", (c, dice) =>
      all(c, [dice.vector(3, 5000, 5005, 2), dice.vector(3, -2, 2, 2), dice.vector(3, -5005, -5000, 2)]),
    ),
    hidden("the logarithm of a tiny probability", (c, dice) => {
      const logits = [[0, -dice.integer(800, 2000)], dice.vector(2, -9000, 9000)];
      c.call("log_softmax", logits).returns(engine.logSoftmax(engine.tensor(logits)));
    }),
    hidden("a constant added to a row", (c, dice) => {
      const logits = dice.matrix(2, 4, -3, 3);
      const shift = dice.integer(5, 50);
      const before = c.call("softmax", logits);
      const after = c.call(
        "softmax",
        logits.map((row) => row.map((z) => z + shift)),
      );
      c.holds(
        `adding ${shift} to every logit changes no probability`,
        [after, before],
        (p, q) => p.sub(q).abs().max().itemSync() < 1e-9,
      );
      before.holds("every row sums to 1", (p) => p.sum(1).sub(1).abs().max().itemSync() < 1e-9);
    }),
    hidden(
      "whole numbers as logits",
      (c, dice) => {
        const logits = Array.from({ length: 2 }, () => Array.from({ length: 3 }, () => dice.integer(-4, 4)));
        const z = engine.tensor(logits);
        c.call("log_sum_exp", integers(logits)).returns(engine.logSumExp(z, 1));
        c.call("softmax", integers(logits)).returns(engine.softmax(z));
        c.call("log_softmax", integers(logits)).returns(engine.logSoftmax(z));
      },
      { only: "python" },
    ),
    hidden(
      "logits in float32",
      (c, dice) => {
        const logits = dice.matrix(3, 4, 80, 120);
        const z = engine.tensor(logits);
        c.call("softmax", float32(logits)).returns(engine.softmax(z), { dtype: "floating" });
        c.call("log_sum_exp", float32(logits)).returns(engine.logSumExp(z, 1), { dtype: "floating" });
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "no-shift",
      says: "without taking the largest logit off first: `exp` overflows",
      python: ["shifted = logits - logits.max(axis=1, keepdims=True)", "shifted = logits"],
      typescript: ["Math.exp(z - top)", "Math.exp(z)"],
      killedBy: "logits of a thousand",
    },
    {
      id: "one-maximum-for-all",
      says: "with one maximum for the whole matrix in place of each row's own",
      python: ["shifted = logits - logits.max(axis=1, keepdims=True)", "shifted = logits - logits.max()"],
      typescript: ["const top = Math.max(...row)", "const top = Math.max(...logits.flat())"],
      killedBy: "rows of very different size",
    },
    {
      id: "over-the-batch",
      says: "with the probabilities normalised over the examples in place of the classes",
      python: ["exponentials.sum(axis=1, keepdims=True)", "exponentials.sum(axis=0, keepdims=True)"],
      typescript: [
        "return exponentials.map((e) => e / total);",
        "return exponentials.map((e, j) => e / logits.reduce((sum, other) => sum + Math.exp(other[j] - Math.max(...other)), 0));",
      ],
      killedBy: "two rows, each by itself",
      misconception: "softmax-axis",
    },
    {
      id: "maximum-not-put-back",
      says: "without adding the maximum again after the logarithm",
      python: ["return largest[:, 0] + np.log(sums)", "return np.log(sums)"],
      typescript: ["return largest + Math.log(sum)", "return Math.log(sum)"],
      killedBy: "one row",
    },
    {
      id: "log-of-softmax",
      says: "with the logarithm of the finished probabilities, which may have become 0",
      python: ["return logits - log_sum_exp(logits)[:, None]", "return np.log(softmax(logits))"],
      typescript: [
        "return logits.map((row, i) => row.map((z) => z - sums[i]));",
        "return softmax(logits).map((row, i) => row.map((p) => Math.log(p)));",
      ],
      killedBy: "the logarithm of a tiny probability",
      misconception: "max-trick-saves-the-log",
    },
    {
      id: "input-shifted-in-place",
      says: "when the maximum is taken off the input itself",
      python: [
        "    shifted = logits - logits.max(axis=1, keepdims=True)\n    exponentials = np.exp(shifted)",
        "    logits -= logits.max(axis=1, keepdims=True)\n    exponentials = np.exp(logits)",
      ],
      typescript: [
        "const exponentials = row.map((z) => Math.exp(z - top));",
        "for (let j = 0; j < row.length; j++) row[j] -= top;\n    const exponentials = row.map((z) => Math.exp(z));",
      ],
      killedBy: "one row",
    },
  ],
});
