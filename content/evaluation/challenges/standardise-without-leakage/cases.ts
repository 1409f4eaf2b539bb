import { mse, noGrad, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers, list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];
type Splits = [train: Matrix, validation: Matrix, test: Matrix];

/** By the engine, which takes deviations of constant features for 0 or nearly so: those are found by their range. */
function fitted(train: Matrix): { mean: Tensor; scale: Tensor } {
  const x = tensor(train);
  const isConstant = x.max(0).equal(x.min(0));
  return { mean: x.mean(0), scale: x.variance(0, { correction: 0 }).sqrt().maskedFill(isConstant, 1) };
}

function standardised([train, validation, test]: Splits): Record<string, Tensor> {
  const { mean, scale } = fitted(train);
  const of = (split: Matrix) => tensor(split).sub(mean).div(scale);
  return { train: of(train), validation: of(validation), test: of(test) };
}

function fit(c: CaseBuilder, train: Matrix): void {
  c.call("fit", train).returnsAll(fitted(train));
}

function splits(c: CaseBuilder, of: Splits): void {
  c.call("standardise_splits", ...of).returnsAll(standardised(of));
}

/** Fit, and transform all splits. */
function both(c: CaseBuilder, of: Splits): void {
  fit(c, of[0]);
  splits(c, of);
}

const draw = (dice: Dice, features: number): Splits => [
  dice.matrix(5, features, -5, 5),
  dice.matrix(3, features, -5, 9),
  dice.matrix(2, features, -9, 5),
];

/** Splits in which the feature of that number has other values. */
const withFeature = (of: Splits, feature: number, values: (value: number, split: number) => number): Splits =>
  of.map((rows, split) =>
    rows.map((row) => row.map((value, d) => (d === feature ? values(value, split) : value))),
  ) as Splits;

export const standardiseWithoutLeakage = challenge({
  slug: "standardise-without-leakage",
  area: "evaluation",
  defines: ["fit", "transform", "standardise_splits"],
  cases: [
    visible("mean and scale", (c) =>
      fit(c, [
        [1, 10],
        [3, 20],
        [8, 60],
      ]),
    ),
    visible("transform", (c) => {
      const x = [
        [4, 10],
        [1, -50],
      ];
      const expected = tensor(x)
        .sub(tensor([4, 30]))
        .div(tensor([2, 20]));
      c.call("transform", x, [4, 30], [2, 20]).returns(expected);
    }),
    visible("three splits", (c) =>
      splits(c, [
        [
          [1, 10],
          [3, 20],
          [8, 60],
        ],
        [
          [4, 0],
          [100, 30],
        ],
        [[-1, 90]],
      ]),
    ),
    visible("a constant feature", (c) =>
      splits(c, [
        [
          [1, 5],
          [3, 5],
        ],
        [[2, 5]],
        [[2, 7]],
      ]),
    ),
    hidden("random numbers", (c, dice) => both(c, draw(dice, 4))),
    hidden("one feature", (c, dice) => both(c, draw(dice, 1))),
    hidden("as many examples as features", (c, dice) => both(c, draw(dice, 5))),
    hidden("one training example", (c, dice) => {
      const [, validation, test] = draw(dice, 3);
      both(c, [dice.matrix(1, 3, -5, 5), validation, test]);
    }),
    hidden("a constant feature of three times 0.1", (c, dice) => {
      const [train, validation, test] = withFeature(draw(dice, 2), 1, (value, split) => (split === 0 ? 0.1 : value));
      both(c, [train.slice(0, 3), validation, test]);
    }),
    hidden("a feature constant in validation and test only", (c, dice) =>
      both(
        c,
        withFeature(draw(dice, 3), 0, (value, split) => (split === 0 ? value : 2)),
      ),
    ),
    hidden("features far from zero", (c, dice) =>
      both(
        c,
        withFeature(draw(dice, 2), 1, (value) => value + 1e6),
      ),
    ),
    hidden("features of tiny spread", (c, dice) =>
      both(
        c,
        withFeature(draw(dice, 2), 0, (value) => value * 1e-6),
      ),
    ),
    hidden("other units in one feature", (c, dice) => {
      const drawn = draw(dice, 3);
      const expected = standardised(drawn);
      const inOtherUnits = withFeature(drawn, 1, (value) => 1.8 * value + 32);
      c.call("standardise_splits", ...inOtherUnits).returnsAll(expected);
    }),
    hidden("whole numbers", (c, dice) => {
      const drawn: Splits = [dice.matrix(5, 3, -9, 9, 0), dice.matrix(3, 3, -9, 9, 0), dice.matrix(2, 3, -9, 9, 0)];
      c.call("standardise_splits", ...drawn.map(integers)).returnsAll(standardised(drawn));
    }),
    hidden("used: a line fitted, and its loss on the other splits", (c, dice) => {
      const drawn = withFeature(draw(dice, 3), 2, (value) => 500 + 100 * value);
      const targets = drawn.map((rows) => dice.vector(rows.length, -2, 2));
      const [start, rate, steps] = [dice.vector(3, -1, 1), 0.1, 10];
      const { train, validation, test } = standardised(drawn);
      const weights = tensor(start, { requiresGrad: true });
      const sgd = optim.sgd([weights], { lr: rate });
      const lossOn = (x: Tensor, split: number) => mse(x.mul(weights).sum(1), tensor(targets[split]));
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = lossOn(train, 0);
        losses.push(loss.itemSync());
        sgd.zeroGrad();
        loss.backward();
        sgd.step();
      }
      const heldOut = noGrad(() => [lossOn(validation, 1).itemSync(), lossOn(test, 2).itemSync()]);
      c.call("harness.train", list(...drawn), list(...targets), start, rate, steps).returnsAll({
        losses,
        weights,
        "losses held out": heldOut,
      });
    }),
  ],
  mutants: [
    {
      id: "fitted-on-everything",
      says: "when mean and scale are taken over all three splits together",
      python: ["mean, scale = fit(train)", "mean, scale = fit(np.concatenate([train, validation, test]))"],
      typescript: [
        "const [mean, scale] = fit(train);",
        "const [mean, scale] = fit([...train, ...validation, ...test]);",
      ],
      killedBy: "three splits",
    },
    {
      id: "each-split-by-itself",
      says: "when each split is standardised by its own mean and scale",
      python: [
        "    mean, scale = fit(train)\n    return tuple(transform(split, mean, scale) for split in (train, validation, test))",
        "    return tuple(transform(split, *fit(split)) for split in (train, validation, test))",
      ],
      typescript: [
        "  const [mean, scale] = fit(train);\n  return [transform(train, mean, scale), transform(validation, mean, scale), transform(test, mean, scale)];",
        "  const alone = (split: Matrix) => transform(split, ...fit(split));\n  return [alone(train), alone(validation), alone(test)];",
      ],
      killedBy: "three splits",
    },
    {
      id: "sample-deviation",
      says: "with N − 1 in the deviation in place of N",
      python: ["train.std(axis=0)", "train.std(axis=0, ddof=1)"],
      typescript: [
        "return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)));",
        "const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);\n  return Math.sqrt(squares / (values.length - 1));",
      ],
      killedBy: "mean and scale",
    },
    {
      id: "variance-for-deviation",
      says: "with the variance in place of its root",
      python: ["train.std(axis=0)", "train.var(axis=0)"],
      typescript: [
        "return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)));",
        "return meanOf(values.map((x) => (x - mean) ** 2));",
      ],
      killedBy: "mean and scale",
    },
    {
      id: "epsilon-for-constants",
      says: "when constant features are met by adding 1e-8 to every scale",
      python: ["np.where(constant, 1.0, train.std(axis=0))", "train.std(axis=0) + 1e-8"],
      typescript: ["(isConstant(values) ? 1 : deviationOf(values))", "deviationOf(values) + 1e-8"],
      killedBy: "a constant feature",
    },
    {
      id: "deviation-compared-with-zero",
      says: "when a feature is taken for constant only if its computed deviation is exactly 0",
      python: ["constant = train.max(axis=0) == train.min(axis=0)", "constant = train.std(axis=0) == 0"],
      typescript: ["values.every((x) => x === values[0])", "deviationOf(values) === 0"],
      killedBy: "a constant feature of three times 0.1",
    },
    {
      id: "mean-of-squares-minus-square",
      says: "with the variance as the mean of the squares minus the square of the mean, which loses digits",
      python: ["train.std(axis=0)", "np.sqrt(np.maximum((train**2).mean(axis=0) - train.mean(axis=0) ** 2, 0.0))"],
      typescript: [
        "return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)));",
        "return Math.sqrt(Math.max(meanOf(values.map((x) => x * x)) - mean * mean, 0));",
      ],
      killedBy: "features far from zero",
    },
  ],
});
