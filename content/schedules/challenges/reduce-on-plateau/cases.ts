import { optim, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Settings {
  rate: number;
  factor: number;
  patience: number;
  threshold: number;
  cooldown?: number;
  least?: number;
}

const valuesOf = ({ rate, factor, patience, threshold, cooldown, least }: Settings): number[] => [
  rate,
  factor,
  patience,
  threshold,
  ...(cooldown === undefined ? [] : [cooldown]),
  ...(least === undefined ? [] : [least]),
];

/**
 * The rate after each epoch, without any count: a plateau is more than `patience` epochs since the last better one or
 * the end of the last cooldown, whichever is later.
 */
function follow({ rate, factor, patience, threshold, cooldown = 0, least = 0 }: Settings) {
  let [best, since, epoch] = [Infinity, 0, 0];
  return (loss: number): number => {
    epoch += 1;
    if (loss < (1 - threshold) * best) [best, since] = [loss, Math.max(since, epoch)];
    if (epoch - since > patience) [rate, since] = [Math.max(factor * rate, least), epoch + cooldown];
    return rate;
  };
}

const after = (settings: Settings, losses: readonly number[]) => losses.map(follow(settings));

/** Hands the losses to an object one by one. */
function oneByOne(c: CaseBuilder, settings: Settings, losses: readonly number[]): void {
  const expected = after(settings, losses);
  const schedule = c.make("ReduceOnPlateau", ...valuesOf(settings));
  for (const [i, loss] of losses.entries()) schedule.call("step", loss).returns(expected[i]);
}

/** Hands the losses over within a single call, by the harness. */
function all(c: CaseBuilder, settings: Settings, losses: readonly number[]): void {
  c.call("harness.rates", losses, ...valuesOf(settings)).returns(after(settings, losses));
}

// A threshold that drawn losses never differ by exactly.
const draw = (dice: Dice): Required<Settings> => ({
  rate: dice.decimal(0.2, 0.9, 2),
  factor: dice.decimal(0.2, 0.8, 1),
  patience: dice.integer(1, 3),
  threshold: 0.02137,
  cooldown: dice.integer(0, 3),
  least: 0.001,
});

/** Losses that fall at first and then only now and then. */
function wander(dice: Dice, count: number): number[] {
  let loss = dice.decimal(3, 5, 2);
  return Array.from({ length: count }, (_, i) => {
    loss *= i < 4 ? 0.8 : 1 + dice.decimal(-0.08, 0.07, 2);
    return loss;
  });
}

export const reduceOnPlateau = challenge({
  slug: "reduce-on-plateau",
  area: "schedules",
  defines: ["ReduceOnPlateau"],
  cases: [
    visible("a plateau with patience 2", (c) =>
      oneByOne(c, { rate: 0.8, factor: 0.5, patience: 2, threshold: 0.01 }, [4, 3, 3, 3, 3, 3]),
    ),
    visible("a better epoch in between", (c) =>
      oneByOne(c, { rate: 0.8, factor: 0.5, patience: 1, threshold: 0.01 }, [4, 5, 3, 5, 5]),
    ),
    visible("falling, but by less than the threshold", (c) =>
      oneByOne(c, { rate: 0.8, factor: 0.5, patience: 1, threshold: 0.1 }, [4, 3.9, 3.8]),
    ),
    visible("a cooldown", (c) =>
      all(c, { rate: 0.8, factor: 0.5, patience: 1, threshold: 0.01, cooldown: 2 }, [4, 4, 4, 4, 4, 4, 4, 4]),
    ),
    hidden("random losses", (c, dice) => {
      for (let i = 0; i < 4; i++) all(c, draw(dice), wander(dice, 30));
    }),
    hidden("patience of zero", (c, dice) => all(c, { ...draw(dice), patience: 0 }, wander(dice, 20))),
    hidden("down by exactly the threshold", (c, dice) => {
      const best = 2 ** dice.integer(0, 4);
      const settings = { ...draw(dice), patience: 0, cooldown: 0, threshold: 0.25 };
      all(c, settings, [best, 0.75 * best]);
      all(c, settings, [best, 0.74 * best]);
    }),
    hidden("a threshold of zero", (c, dice) => {
      const best = dice.decimal(1, 5);
      all(c, { ...draw(dice), patience: 0, threshold: 0 }, [best, best * (1 - 1e-12), best, best]);
    }),
    hidden("creeping down", (c, dice) => {
      const losses = Array.from({ length: 20 }, (_, i) => 5 * 0.99 ** i);
      all(c, { ...draw(dice), patience: 3 }, losses);
      all(c, { ...draw(dice), patience: 1, cooldown: 0 }, losses);
    }),
    hidden("jumping up and down", (c, dice) => {
      const high = dice.decimal(6, 9);
      all(c, { ...draw(dice), patience: 2 }, [high, 5, high, 5, high, 5, high, 5, high, 5]);
    }),
    hidden("better during the cooldown", (c, dice) =>
      all(c, { ...draw(dice), patience: 1, cooldown: 3 }, [9, 9, 9, 9, 4, 5, 5, 5, 5, 3, 5, 5, 5, 5, 5, 5]),
    ),
    hidden("the least rate", (c, dice) => {
      const losses = Array<number>(14).fill(dice.decimal(1, 5));
      all(c, { ...draw(dice), patience: 0, cooldown: 1, least: 0.15 }, losses);
    }),
    hidden("no cooldown and no least rate unless given", (c, dice) => {
      const { cooldown: _, least: __, ...settings } = draw(dice);
      all(c, { ...settings, patience: 0 }, Array<number>(12).fill(dice.decimal(1, 5)));
    }),
    hidden("losses that are NaN", (c, dice) =>
      all(c, { ...draw(dice), patience: 1, cooldown: 0 }, [5, NaN, 4, NaN, NaN, NaN, NaN, 3, 3.5]),
    ),
    hidden("NaN from the first epoch on", (c, dice) =>
      all(c, { ...draw(dice), patience: 2, cooldown: 1 }, [NaN, NaN, NaN, NaN, NaN, 3, NaN, 3.5, 2]),
    ),
    hidden("used: a rate at which descent swings for ever", (c, dice) => {
      const start = dice.vector(3, -2, 2);
      // At rate 0.5 the first weight only changes its sign.
      const curvatures = [4, dice.decimal(0.5, 1), dice.decimal(1.5, 2)];
      const settings = { rate: 0.5, factor: 0.4, patience: 2, threshold: 0.01237, cooldown: 1, least: 0.1 };
      const [steps, schedule] = [25, follow(settings)];
      const weights = tensor(start, { requiresGrad: true });
      const sgd = optim.sgd([weights], { lr: settings.rate });
      const lossOf = () => weights.square().mul(tensor(curvatures)).sum().mul(0.5);
      const [losses, used]: number[][] = [[], []];
      for (let step = 0; step < steps; step++) {
        used.push(sgd.learningRate);
        sgd.zeroGrad();
        lossOf().backward();
        sgd.step();
        losses.push(lossOf().itemSync());
        sgd.learningRate = schedule(losses[step]);
      }
      c.call("harness.descend", start, curvatures, steps, ...valuesOf(settings)).returnsAll({ losses, used, weights });
    }),
  ],
  mutants: [
    {
      id: "patience-one-less",
      says: "when the rate is cut one epoch too early",
      python: ["if self.bad_epochs > self.patience:", "if self.bad_epochs >= self.patience:"],
      typescript: ["if (this.badEpochs > this.patience)", "if (this.badEpochs >= this.patience)"],
      killedBy: "a plateau with patience 2",
    },
    {
      id: "threshold-left-out",
      says: "when any lower loss is better, without the threshold",
      python: ["if loss < (1 - self.threshold) * self.best:", "if loss < self.best:"],
      typescript: ["if (loss < (1 - this.threshold) * this.best)", "if (loss < this.best)"],
      killedBy: "falling, but by less than the threshold",
    },
    {
      id: "compared-with-the-last",
      says: "when an epoch is compared with the one before it in place of the best",
      python: [
        "            self.best = loss\n            self.bad_epochs = 0\n        else:\n            self.bad_epochs += 1\n",
        "            self.bad_epochs = 0\n        else:\n            self.bad_epochs += 1\n        self.best = loss\n",
      ],
      typescript: [
        "      this.best = loss;\n      this.badEpochs = 0;\n    } else {\n      this.badEpochs += 1;\n    }\n",
        "      this.badEpochs = 0;\n    } else {\n      this.badEpochs += 1;\n    }\n    this.best = loss;\n",
      ],
      killedBy: "jumping up and down",
    },
    {
      id: "every-lower-loss-is-best",
      says: "when every lower loss becomes the best, also one that isn't better by enough",
      python: [
        "            self.bad_epochs += 1\n",
        "            self.bad_epochs += 1\n            self.best = min(self.best, loss)\n",
      ],
      typescript: [
        "      this.badEpochs += 1;\n",
        "      this.badEpochs += 1;\n      if (loss < this.best) this.best = loss;\n",
      ],
      killedBy: "creeping down",
    },
    {
      id: "count-of-all-bad-epochs",
      says: "when a better epoch doesn't set the count back, so that bad epochs need not be in a row",
      python: ["            self.best = loss\n            self.bad_epochs = 0\n", "            self.best = loss\n"],
      typescript: ["      this.best = loss;\n      this.badEpochs = 0;\n", "      this.best = loss;\n"],
      killedBy: "a better epoch in between",
    },
    {
      id: "count-goes-on-after-a-cut",
      says: "when the count isn't set back by a cut, so that every further epoch cuts again",
      python: [
        "            self.resting = self.cooldown\n            self.bad_epochs = 0\n",
        "            self.resting = self.cooldown\n",
      ],
      typescript: [
        "      this.resting = this.cooldown;\n      this.badEpochs = 0;\n",
        "      this.resting = this.cooldown;\n",
      ],
      killedBy: "a plateau with patience 2",
    },
    {
      id: "no-cooldown",
      says: "when there is no cooldown",
      python: ["            self.resting = self.cooldown\n", ""],
      typescript: ["      this.resting = this.cooldown;\n", ""],
      killedBy: "a cooldown",
    },
    {
      id: "no-least-rate",
      says: "when the rate falls below the least",
      python: ["max(self.factor * self.rate, self.least)", "self.factor * self.rate"],
      typescript: ["Math.max(this.factor * this.rate, this.least)", "this.factor * this.rate"],
      killedBy: "the least rate",
    },
  ],
});
