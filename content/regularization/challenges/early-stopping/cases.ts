import { mse, noGrad, optim, tensor } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Settings {
  patience: number;
  least?: number;
}

const valuesOf = ({ patience, least }: Settings) => (least === undefined ? [patience] : [patience, least]);

/** For every epoch, counted from 0, the number of the best one so far; −1 where there is none. */
function bestEpochs(losses: readonly number[], least: number): number[] {
  const best: number[] = [];
  for (const [epoch, loss] of losses.entries()) {
    const before = best.at(-1) ?? -1;
    const isBetter = before === -1 ? !Number.isNaN(loss) : loss < losses[before] - least;
    best.push(isBetter ? epoch : before);
  }
  return best;
}

const stopsAt = (losses: readonly number[], { patience, least = 0 }: Settings) =>
  bestEpochs(losses, least).map((best, epoch) => epoch - best >= patience);

const named = (values: readonly Matrix[]) => Object.fromEntries(values.map((w, k) => [`weights ${k + 1}`, w]));

/** Hands over the losses one by one, with other weights each time. */
function oneByOne(c: CaseBuilder, settings: Settings, losses: readonly number[]): void {
  const stops = stopsAt(losses, settings);
  const best = bestEpochs(losses, settings.least ?? 0)[losses.length - 1];
  const weightsOf = (epoch: number): Matrix => [[epoch, 10 * epoch]];
  const stopping = c.make("EarlyStopping", ...valuesOf(settings));
  for (const [epoch, loss] of losses.entries()) {
    stopping.call("update", loss, list(weightsOf(epoch))).returns(stops[epoch]);
  }
  stopping.read("best_loss").returns(losses[best]);
  stopping.call("restore").returnsAll(named([weightsOf(best)]));
}

/** Hands over the losses within a single call, with weights that are doubled in place after every epoch. */
function watched(c: CaseBuilder, dice: Dice, settings: Settings, losses: readonly number[]): void {
  const weights = [dice.matrix(2, 2, -2, 2), dice.matrix(1, 3, -2, 2)];
  const best = bestEpochs(losses, settings.least ?? 0)[losses.length - 1];
  const kept = best === -1 ? [] : weights;
  c.call("harness.watch", losses, list(...weights), ...valuesOf(settings)).returnsAll({
    stops: stopsAt(losses, settings).map(Number),
    "best loss": losses[best] ?? Infinity,
    ...named(
      kept.map(
        (w) =>
          tensor(w)
            .mul(2 ** best)
            .arraySync() as Matrix,
      ),
    ),
  });
}

/** Losses that fall at first and then only now and then. */
function wander(dice: Dice, count: number): number[] {
  let loss = dice.decimal(3, 5, 2);
  return Array.from({ length: count }, (_, i) => {
    loss *= i < 3 ? 0.8 : 1 + dice.decimal(-0.09, 0.08, 2);
    return loss;
  });
}

/** Descends with the engine for all epochs, and cuts off where the rule says stop. */
function trained(c: CaseBuilder, dice: Dice, settings: Settings): void {
  const [x, targets] = [dice.matrix(4, 3, -1, 1), dice.matrix(4, 2, -1, 1)];
  const [heldX, heldTargets] = [dice.matrix(4, 3, -1, 1), dice.matrix(4, 2, -1, 1)];
  const [start, rate, epochs] = [dice.matrix(3, 2, -1, 1), 0.5, 30];
  const weights = tensor(start, { requiresGrad: true });
  const sgd = optim.sgd([weights], { lr: rate });
  const [losses, kept]: [number[], Matrix[]] = [[], []];
  for (let epoch = 0; epoch < epochs; epoch++) {
    sgd.zeroGrad();
    mse(tensor(x).matmul(weights), tensor(targets)).backward();
    sgd.step();
    losses.push(noGrad(() => mse(tensor(heldX).matmul(weights), tensor(heldTargets)).itemSync()));
    kept.push(weights.arraySync() as Matrix);
  }
  const stop = stopsAt(losses, settings).indexOf(true);
  const run = stop === -1 ? losses : losses.slice(0, stop + 1);
  const best = bestEpochs(run, settings.least ?? 0)[run.length - 1];
  const given = [x, targets, heldX, heldTargets, start];
  c.call("harness.train", ...given, rate, epochs, ...valuesOf(settings)).returnsAll({
    losses: run,
    "best loss": losses[best],
    weights: kept[best],
  });
}

export const earlyStopping = challenge({
  slug: "early-stopping",
  area: "regularization",
  defines: ["EarlyStopping"],
  cases: [
    visible("patience of two", (c) => oneByOne(c, { patience: 2 }, [4, 3, 3.5, 3.25])),
    visible("a better epoch in between", (c) => oneByOne(c, { patience: 2 }, [4, 5, 3, 3.5, 3.25])),
    visible("better, but not by enough", (c) => oneByOne(c, { patience: 3, least: 0.5 }, [4, 3.75, 3.625])),
    visible("weights changed in place after every epoch", (c, dice) =>
      watched(c, dice, { patience: 3 }, [4, 3, 3.5, 3.25]),
    ),
    hidden("random losses", (c, dice) => {
      for (let i = 0; i < 4; i++) {
        watched(c, dice, { patience: dice.integer(1, 4), least: dice.choose([0, 0.01237, 0.1237]) }, wander(dice, 20));
      }
    }),
    hidden("patience of one", (c, dice) => watched(c, dice, { patience: 1 }, wander(dice, 12))),
    hidden("the first epoch is the best, the last is the best", (c, dice) => {
      watched(c, dice, { patience: 2 }, [1, 2, 3, 4]);
      watched(c, dice, { patience: 2 }, [4, 3, 2, 1]);
    }),
    hidden("a single epoch", (c, dice) => watched(c, dice, { patience: 1 }, dice.vector(1, 1, 5))),
    hidden("down by exactly the least improvement", (c, dice) => {
      const best = dice.integer(2, 9);
      watched(c, dice, { patience: 1, least: 0.25 }, [best, best - 0.25]);
      watched(c, dice, { patience: 1, least: 0.25 }, [best, best - 0.3]);
      watched(c, dice, { patience: 1 }, [best, best]);
    }),
    hidden("creeping down", (c, dice) => {
      const losses = Array.from({ length: 16 }, (_, i) => 5 - 0.07 * i);
      watched(c, dice, { patience: 3, least: 0.1 }, losses);
    }),
    hidden("going on after the stop", (c, dice) =>
      watched(c, dice, { patience: 2 }, [5, 6, 6, 6, 4, 6, 6, 6, dice.decimal(1, 3)]),
    ),
    hidden("losses below zero, and NaN", (c, dice) => {
      watched(c, dice, { patience: 2, least: 0.1 }, [-1, -2, -2.05, -1.5, -3]);
      watched(c, dice, { patience: 2 }, [5, NaN, 4, NaN, NaN, 3]);
    }),
    hidden("NaN from the first epoch on", (c, dice) => {
      watched(c, dice, { patience: 2 }, [NaN, NaN, NaN]);
      watched(c, dice, { patience: 2 }, [NaN, dice.decimal(1, 5), NaN, NaN]);
    }),
    hidden("what was restored is changed, and restored again", (c, dice) => {
      const weights = [dice.matrix(2, 2, -2, 2), dice.matrix(1, 3, -2, 2)];
      c.call("harness.restore_again", dice.decimal(1, 5), list(...weights)).returnsAll(named(weights));
    }),
    hidden("used: a line fitted until the held-out loss rises", (c, dice) => {
      trained(c, dice, { patience: 2 });
      trained(c, dice, { patience: 3, least: 0.01237 });
    }),
  ],
  mutants: [
    {
      id: "reference-kept",
      says: "when a reference to the weights is kept in place of a copy",
      python: ["self.best_weights = [w.copy() for w in weights]", "self.best_weights = weights"],
      typescript: ["this.bestWeights = copyOf(weights);", "this.bestWeights = weights;"],
      killedBy: "weights changed in place after every epoch",
    },
    {
      id: "shallow-copy",
      says: "when the list of weights is copied, but not the arrays in it",
      python: ["self.best_weights = [w.copy() for w in weights]", "self.best_weights = list(weights)"],
      typescript: ["this.bestWeights = copyOf(weights);", "this.bestWeights = [...weights];"],
      killedBy: "weights changed in place after every epoch",
    },
    {
      id: "last-weights-kept",
      says: "when the weights of the last epoch are restored in place of the best",
      python: [
        "            self.best_weights = [w.copy() for w in weights]\n            self.bad_epochs = 0\n        else:\n            self.bad_epochs += 1\n",
        "            self.bad_epochs = 0\n        else:\n            self.bad_epochs += 1\n        self.best_weights = [w.copy() for w in weights]\n",
      ],
      typescript: [
        "      this.bestWeights = copyOf(weights);\n      this.badEpochs = 0;\n    } else {\n      this.badEpochs += 1;\n    }\n",
        "      this.badEpochs = 0;\n    } else {\n      this.badEpochs += 1;\n    }\n    this.bestWeights = copyOf(weights);\n",
      ],
      killedBy: "patience of two",
    },
    {
      id: "one-epoch-late",
      says: "when it stops one epoch too late",
      python: ["self.bad_epochs >= self.patience", "self.bad_epochs > self.patience"],
      typescript: ["this.badEpochs >= this.patience", "this.badEpochs > this.patience"],
      killedBy: "patience of two",
    },
    {
      id: "count-of-all-bad-epochs",
      says: "when a better epoch doesn't set the count back, so that bad epochs need not be in a row",
      python: [
        "            self.best_weights = [w.copy() for w in weights]\n            self.bad_epochs = 0\n",
        "            self.best_weights = [w.copy() for w in weights]\n",
      ],
      typescript: [
        "      this.bestWeights = copyOf(weights);\n      this.badEpochs = 0;\n",
        "      this.bestWeights = copyOf(weights);\n",
      ],
      killedBy: "a better epoch in between",
    },
    {
      id: "least-left-out",
      says: "when any lower loss is better, without the least improvement",
      python: ["if loss < self.best_loss - self.least:", "if loss < self.best_loss:"],
      typescript: ["if (loss < this.bestLoss - this.least)", "if (loss < this.bestLoss)"],
      killedBy: "better, but not by enough",
    },
    {
      id: "every-lower-loss-is-best",
      says: "when every lower loss becomes the best loss, also one that isn't better by enough",
      python: [
        "            self.bad_epochs += 1\n",
        "            self.bad_epochs += 1\n            self.best_loss = min(self.best_loss, loss)\n",
      ],
      typescript: [
        "      this.badEpochs += 1;\n",
        "      this.badEpochs += 1;\n      if (loss < this.bestLoss) this.bestLoss = loss;\n",
      ],
      killedBy: "better, but not by enough",
    },
    {
      id: "kept-weights-handed-out",
      says: "when restore hands out the kept arrays themselves",
      python: ["return [w.copy() for w in self.best_weights]", "return self.best_weights"],
      typescript: ["return copyOf(this.bestWeights);", "return this.bestWeights;"],
      killedBy: "what was restored is changed, and restored again",
    },
  ],
});
