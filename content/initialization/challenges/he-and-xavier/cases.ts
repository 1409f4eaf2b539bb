import { nn, randn, Rng, relu, type Tensor, uniform } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

const seedOf = (dice: Dice) => dice.integer(0, 2 ** 31);

const { xavierNormal, xavierUniform, heNormal, heUniform } = nn.init;
const schemes = {
  xavier_normal: xavierNormal,
  xavier_uniform: xavierUniform,
  he_normal: heNormal,
  he_uniform: heUniform,
};

type Scheme = keyof typeof schemes;

/** Asks for weights from the draws that the engine's own initialisation makes of the same seed. */
function asked(c: CaseBuilder, dice: Dice, scheme: Scheme, fanIn: number, fanOut: number): void {
  // The engine keeps weights as (out, in).
  const seed = seedOf(dice);
  const transposed = [fanOut, fanIn];
  const draws = scheme.endsWith("normal") ? randn(transposed, new Rng(seed)) : uniform(transposed, new Rng(seed));
  const expected = schemes[scheme](transposed, new Rng(seed));
  c.call(scheme, draws.transpose(0, 1)).returns(expected.transpose(0, 1));
}

function all(c: CaseBuilder, dice: Dice, fanIn: number, fanOut: number): void {
  for (const scheme of Object.keys(schemes) as Scheme[]) asked(c, dice, scheme, fanIn, fanOut);
}

export const heAndXavier = challenge({
  slug: "he-and-xavier",
  area: "initialization",
  defines: Object.keys(schemes),
  cases: [
    visible("xavier, normal", (c, dice) => asked(c, dice, "xavier_normal", 3, 2)),
    visible("xavier, uniform", (c, dice) => asked(c, dice, "xavier_uniform", 3, 2)),
    visible("he, normal", (c, dice) => asked(c, dice, "he_normal", 3, 2)),
    visible("he, uniform", (c, dice) => asked(c, dice, "he_uniform", 3, 2)),
    hidden("random sizes", (c, dice) => all(c, dice, dice.integer(2, 6), dice.integer(2, 6))),
    hidden("one input", (c, dice) => all(c, dice, 1, 4)),
    hidden("one output", (c, dice) => all(c, dice, 5, 1)),
    hidden("as many inputs as outputs", (c, dice) => all(c, dice, 4, 4)),
    hidden("the ends of the interval", (c) => {
      c.call("he_uniform", [
        [0, 0.5],
        [0.25, 0.75],
      ])
        .holds("0.5 becomes 0", (w) => Math.abs(w.select(0, 0).select(0, 1).itemSync()) < 1e-12)
        .holds("0.25 and 0.75 become opposite numbers", (w) => Math.abs(w.select(0, 1).sum().itemSync()) < 1e-12);
    }),
    hidden("the variance of many weights", (c, dice) => {
      const [fanIn, fanOut] = [60, 40];
      const normals = randn([fanIn, fanOut], new Rng(seedOf(dice)));
      const uniforms = uniform([fanIn, fanOut], new Rng(seedOf(dice)));
      const about = (variance: number) => (w: Tensor) => Math.abs(w.square().mean().itemSync() / variance - 1) < 0.2;
      c.call("he_normal", normals).holds(`the variance is about 2/${fanIn}`, about(2 / fanIn));
      c.call("he_uniform", uniforms).holds(`the variance is about 2/${fanIn}`, about(2 / fanIn));
      c.call("xavier_normal", normals).holds(`the variance is about 2/${fanIn + fanOut}`, about(2 / (fanIn + fanOut)));
      c.call("xavier_uniform", uniforms).holds(
        `the variance is about 2/${fanIn + fanOut}`,
        about(2 / (fanIn + fanOut)),
      );
    }),
    hidden("used: a signal through ten ReLU layers", (c, dice) => {
      const rng = new Rng(seedOf(dice));
      const x = randn([3, 12], rng);
      const seeds = Array.from({ length: 10 }, () => seedOf(dice));
      const draws = seeds.map((seed) => randn([12, 12], new Rng(seed)).transpose(0, 1));
      const expected: number[] = [];
      let signal = x;
      for (const seed of seeds) {
        signal = relu(signal.matmul(heNormal([12, 12], new Rng(seed)).transpose(0, 1)));
        expected.push(signal.square().mean().itemSync());
      }
      c.call("harness.spreads", x, list(...draws)).returns(expected);
    }),
  ],
  mutants: [
    {
      id: "variance-for-deviation",
      says: "when normal draws are multiplied by the variance in place of the standard deviation",
      python: ["normals * np.sqrt(2 / len(normals))", "normals * (2 / len(normals))"],
      typescript: ["const spread = Math.sqrt(2 / normals.length);", "const spread = 2 / normals.length;"],
      killedBy: "he, normal",
    },
    {
      id: "fan-out-for-fan-in",
      says: "with the fan-out in place of the fan-in",
      python: ["np.sqrt(2 / len(normals))", "np.sqrt(2 / normals.shape[1])"],
      typescript: [
        "2 / normals.length);\n  return map(normals, (z) => z * spread)",
        "2 / normals[0].length);\n  return map(normals, (z) => z * spread)",
      ],
      killedBy: "he, normal",
    },
    {
      id: "deviation-for-bound",
      says: "with the standard deviation taken for the bound of the interval: a third of the variance",
      python: ["bound = np.sqrt(6 / (fan_in + fan_out))", "bound = np.sqrt(2 / (fan_in + fan_out))"],
      typescript: ["const bound = Math.sqrt(6 /", "const bound = Math.sqrt(2 /"],
      killedBy: "xavier, uniform",
    },
    {
      id: "positive-weights-only",
      says: "when uniform weights lie between 0 and the bound: their mean is not 0",
      python: ["limit * (2 * uniforms - 1)", "limit * uniforms"],
      typescript: ["limit * (2 * u - 1)", "limit * u"],
      killedBy: "he, uniform",
    },
    {
      id: "he-without-two",
      says: "without the 2 that makes up for the ReLU",
      python: ["np.sqrt(2 / len(normals))", "np.sqrt(1 / len(normals))"],
      typescript: ["const spread = Math.sqrt(2 / normals.length);", "const spread = Math.sqrt(1 / normals.length);"],
      killedBy: "he, normal",
    },
    {
      id: "mean-fan-doubled",
      says: "with 1/(n_in + n_out) in place of 2/(n_in + n_out): the mean of the fans is half their sum",
      python: ["normals * np.sqrt(2 / (fan_in + fan_out))", "normals * np.sqrt(1 / (fan_in + fan_out))"],
      typescript: ["const deviation = Math.sqrt(2 /", "const deviation = Math.sqrt(1 /"],
      killedBy: "xavier, normal",
    },
  ],
});
