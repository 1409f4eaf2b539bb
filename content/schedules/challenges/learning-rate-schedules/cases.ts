import { optim, tensor } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Warmup {
  warmup: number;
  total: number;
  peak: number;
  floor: number;
}

interface Decay {
  rate: number;
  every: number;
  factor: number;
}

/**
 * The rates of steps 0 to `count` − 1, built up step by step: the warm-up adds equal amounts, and the cosine is the
 * height of a point that goes round half a circle, turned by the same angle at every step.
 */
function warmupCosineRates({ warmup, total, peak, floor }: Warmup, count: number): number[] {
  const rates: number[] = [];
  for (let amounts = 1; amounts <= warmup; amounts++) rates.push((amounts * peak) / (warmup + 1));
  const turn = Math.PI / (total - 1 - warmup);
  const [centre, radius] = [(peak + floor) / 2, (peak - floor) / 2];
  let [height, side] = [1, 0];
  while (rates.length < total) {
    rates.push(centre + radius * height);
    [height, side] = [height * Math.cos(turn) - side * Math.sin(turn), height * Math.sin(turn) + side * Math.cos(turn)];
  }
  while (rates.length < count) rates.push(floor);
  return rates.slice(0, count);
}

/** The rates of steps 0 to `count` − 1, cut whenever a stretch is full. */
function stepDecayRates({ rate, every, factor }: Decay, count: number): number[] {
  const rates: number[] = [];
  for (let now = rate; rates.length < count; now *= factor) {
    for (let k = 0; k < every && rates.length < count; k++) rates.push(now);
  }
  return rates;
}

/** Asks for one step, without the harness. */
function oneOf(c: CaseBuilder, step: number, of: Warmup): void {
  const expected = warmupCosineRates(of, step + 1)[step];
  c.call("warmup_cosine", step, of.warmup, of.total, of.peak, of.floor).returns(expected);
}

function oneDecayed(c: CaseBuilder, step: number, of: Decay): void {
  c.call("step_decay", step, of.rate, of.every, of.factor).returns(stepDecayRates(of, step + 1)[step]);
}

const upTo = (count: number) => Array.from({ length: count }, (_, step) => step);

/** Asks for the rates of all steps up to `count`. */
function allOf(c: CaseBuilder, of: Warmup, count = of.total): void {
  const settings = list(of.warmup, of.total, of.peak, of.floor);
  c.call("harness.rates", "warmup_cosine", upTo(count), settings).returns(warmupCosineRates(of, count));
}

function allDecayed(c: CaseBuilder, of: Decay, count: number): void {
  const settings = list(of.rate, of.every, of.factor);
  c.call("harness.rates", "step_decay", upTo(count), settings).returns(stepDecayRates(of, count));
}

const draw = (dice: Dice): Warmup => {
  const warmup = dice.integer(2, 6);
  return {
    warmup,
    total: warmup + dice.integer(4, 12),
    peak: dice.decimal(0.2, 0.9, 2),
    floor: dice.decimal(0.01, 0.1, 2),
  };
};

const usual: Warmup = { warmup: 4, total: 13, peak: 0.5, floor: 0.1 };

export const learningRateSchedules = challenge({
  slug: "learning-rate-schedules",
  area: "schedules",
  defines: ["warmup_cosine", "step_decay"],
  cases: [
    visible("the warm-up: its first step, its last, the peak", (c) => {
      for (const step of [0, 3, 4]) oneOf(c, step, usual);
    }),
    visible("the cosine: half-way, the last step, one later", (c) => {
      for (const step of [8, 12, 13]) oneOf(c, step, usual);
    }),
    visible("step decay", (c) => {
      for (const step of [0, 9, 10, 35]) oneDecayed(c, step, { rate: 0.8, every: 10, factor: 0.5 });
    }),
    hidden("all steps of a training", (c, dice) => allOf(c, draw(dice))),
    hidden("no warm-up", (c, dice) => allOf(c, { ...draw(dice), warmup: 0 })),
    hidden("a warm-up of one step", (c, dice) => allOf(c, { ...draw(dice), warmup: 1 })),
    hidden("two steps of cosine", (c, dice) => {
      const of = draw(dice);
      allOf(c, { ...of, total: of.warmup + 2 });
    }),
    hidden("long after the end", (c, dice) => {
      const of = draw(dice);
      allOf(c, of, 3 * of.total);
    }),
    hidden("a floor of zero", (c, dice) => allOf(c, { ...draw(dice), floor: 0 })),
    hidden("a floor above the first rates", (c, dice) => allOf(c, { ...draw(dice), peak: 0.3, floor: 0.2 })),
    hidden("step decay, all steps", (c, dice) =>
      allDecayed(
        c,
        { rate: dice.decimal(0.1, 0.9, 2), every: dice.integer(2, 5), factor: dice.decimal(0.1, 0.9, 1) },
        20,
      ),
    ),
    hidden("step decay at every step", (c, dice) =>
      allDecayed(c, { rate: dice.decimal(0.1, 0.9, 2), every: 1, factor: dice.decimal(0.5, 0.9, 1) }, 8),
    ),
    hidden("step decay with a factor above one", (c, dice) =>
      allDecayed(c, { rate: dice.decimal(0.1, 0.9, 2), every: 3, factor: 2 }, 10),
    ),
    hidden("used: a quadratic bowl descended", (c, dice) => {
      const [start, curvatures] = [dice.vector(3, -1, 1), dice.vector(3, 0.5, 2)];
      const of = { ...draw(dice), total: 20 };
      const weights = tensor(start, { requiresGrad: true });
      const sgd = optim.sgd([weights], { lr: of.peak });
      const losses: number[] = [];
      for (const rate of warmupCosineRates(of, of.total)) {
        const loss = weights.square().mul(tensor(curvatures)).sum().mul(0.5);
        losses.push(loss.itemSync());
        sgd.zeroGrad();
        sgd.learningRate = rate;
        loss.backward();
        sgd.step();
      }
      c.call("harness.descend", start, curvatures, of.total, of.warmup, of.peak, of.floor).returnsAll({
        losses,
        weights,
      });
    }),
  ],
  mutants: [
    {
      id: "starts-at-zero",
      says: "when the warm-up starts at a rate of 0, so that the first update does nothing",
      python: ["peak * (step + 1) / (warmup + 1)", "peak * step / warmup"],
      typescript: ["(peak * (step + 1)) / (warmup + 1)", "(peak * step) / warmup"],
      killedBy: "the warm-up: its first step, its last, the peak",
    },
    {
      id: "peak-a-step-early",
      says: "when the warm-up reaches the peak one step too early",
      python: ["(step + 1) / (warmup + 1)", "(step + 1) / warmup"],
      typescript: ["(peak * (step + 1)) / (warmup + 1)", "(peak * (step + 1)) / warmup"],
      killedBy: "the warm-up: its first step, its last, the peak",
    },
    {
      id: "floor-a-step-late",
      says: "when the cosine would reach the floor only after the last step",
      python: ["(total - 1 - warmup)", "(total - warmup)"],
      typescript: ["(total - 1 - warmup)", "(total - warmup)"],
      killedBy: "the cosine: half-way, the last step, one later",
    },
    {
      id: "warm-up-counted-in",
      says: "when the cosine is already on its way during the warm-up, so that the rate jumps at its end",
      python: ["(step - warmup) / (total - 1 - warmup)", "step / (total - 1)"],
      typescript: ["(step - warmup) / (total - 1 - warmup)", "step / (total - 1)"],
      killedBy: "the warm-up: its first step, its last, the peak",
    },
    {
      id: "rises-again",
      says: "when the rate follows the cosine up again after the end",
      python: ["min((step - warmup) / (total - 1 - warmup), 1.0)", "(step - warmup) / (total - 1 - warmup)"],
      typescript: ["Math.min((step - warmup) / (total - 1 - warmup), 1)", "(step - warmup) / (total - 1 - warmup)"],
      killedBy: "the cosine: half-way, the last step, one later",
    },
    {
      id: "floor-added-on-top",
      says: "when the floor is added to a cosine of the peak's full height",
      python: ["floor + (peak - floor) * (1", "floor + peak * (1"],
      typescript: ["floor + ((peak - floor) * (1", "floor + (peak * (1"],
      killedBy: "the warm-up: its first step, its last, the peak",
    },
    {
      id: "smooth-decay",
      says: "when step decay falls a little at every step, without rounding down",
      python: ["(step // every)", "(step / every)"],
      typescript: ["Math.floor(step / every)", "(step / every)"],
      killedBy: "step decay",
    },
    {
      id: "decay-a-step-early",
      says: "when step decay cuts the rate one step too early",
      python: ["(step // every)", "((step + 1) // every)"],
      typescript: ["Math.floor(step / every)", "Math.floor((step + 1) / every)"],
      killedBy: "step decay",
    },
  ],
});
