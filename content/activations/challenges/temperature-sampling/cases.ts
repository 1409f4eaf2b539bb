import { equal, softmax, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";

/** Largest number below 1. */
const ALMOST_ONE = 1 - 2 ** -53;

function probabilitiesOf(logits: number[], temperature: number): Tensor {
  const z = tensor(logits);
  if (temperature > 0) return softmax(z.sub(z.max()).div(temperature));
  const top = equal(z, z.max());
  return top.div(top.sum());
}

/** The token by the share of the tokens up to it, each sum taken anew. */
function tokenOf(logits: number[], temperature: number, u: number): number {
  const p = probabilitiesOf(logits, temperature);
  const found = logits.findIndex(
    (_, i) =>
      p
        .slice(0, 0, i + 1)
        .sum()
        .itemSync() > u,
  );
  return found === -1 ? p.valuesSync().findLastIndex((one) => one > 0) : found;
}

function spread(c: CaseBuilder, logits: number[], temperature: number): void {
  c.call("probabilities", logits, temperature).returns(probabilitiesOf(logits, temperature));
}

function picked(c: CaseBuilder, logits: number[], temperature: number, uniforms: readonly number[]): void {
  for (const u of uniforms) c.call("pick", logits, temperature, u).returns(tokenOf(logits, temperature, u));
}

export const temperatureSampling = challenge({
  slug: "temperature-sampling",
  area: "activations",
  defines: ["probabilities", "pick"],
  cases: [
    visible("warm, neutral and cold", (c) => {
      for (const temperature of [2, 1, 0.5]) spread(c, [2, 1, 0], temperature);
    }),
    visible("temperature 0", (c) => {
      spread(c, [1, 3, 2], 0);
      spread(c, [3, 1, 3], 0);
    }),
    visible("tokens picked", (c) => picked(c, [2, 1, 0], 1, [0.2, 0.7, 0.95])),
    visible("u on a border", (c) => picked(c, [1, 1, 1, 1], 1, [0, 0.25, 0.5, 0.75])),
    hidden("random logits", (c, dice) => {
      const logits = dice.vector(6, -4, 4, 2);
      const temperature = dice.decimal(0.3, 3, 2);
      spread(c, logits, temperature);
      picked(c, logits, temperature, dice.vector(5, 0.01, 0.99, 3));
    }),
    hidden("one token", (c, dice) => {
      const logits = dice.vector(1, -900, 900);
      spread(c, logits, dice.decimal(0.1, 2));
      picked(c, logits, dice.decimal(0.1, 2), [0, 0.5, ALMOST_ONE]);
      spread(c, logits, 0);
    }),
    hidden("logits of a thousand", (c, dice) => {
      const logits = [...dice.vector(2, 990, 1000), ...dice.vector(2, -1000, -990)];
      spread(c, logits, dice.decimal(1, 9));
      spread(
        c,
        logits.map((z) => -z),
        1,
      );
    }),
    hidden("a tiny temperature", (c, dice) => {
      const logits = dice.vector(4, 500, 1000);
      spread(c, logits, 1e-320);
      spread(c, [...logits, Math.max(...logits)], 1e-9);
      picked(c, logits, 1e-320, [0, 0.5]);
    }),
    hidden("a huge temperature", (c, dice) => spread(c, dice.vector(5, -900, 900), 1e300)),
    hidden("temperature 0 with several largest", (c, dice) => {
      const [low, top] = [dice.decimal(-5, 0), dice.decimal(1, 5)];
      const logits = dice.shuffle([low, top, top, low, top]);
      spread(c, logits, 0);
      picked(c, logits, 0, [0, 0.3, 0.6, 0.9]);
    }),
    hidden("forbidden tokens", (c, dice) => {
      const [first, second] = dice.vector(2, -2, 2);
      const logits = [-Infinity, first, -Infinity, second, -Infinity];
      const temperature = dice.decimal(0.5, 2);
      spread(c, logits, temperature);
      spread(c, logits, 0);
      picked(c, logits, temperature, [0, 0.5, ALMOST_ONE]);
      picked(c, logits, 0, [0, ALMOST_ONE]);
    }),
    hidden("the largest u below 1", (c, dice) => {
      const logit = dice.decimal(-3, 3);
      picked(c, Array<number>(10).fill(logit), 1, [ALMOST_ONE]);
      picked(c, [...Array<number>(10).fill(logit), -Infinity], 1, [ALMOST_ONE]);
    }),
    hidden("a constant added to the logits", (c, dice) => {
      const logits = dice.vector(5, -3, 3);
      const temperature = dice.decimal(0.5, 2);
      const moved = logits.map((z) => z + 7);
      c.holds(
        "adding 7 to every logit changes no probability",
        [c.call("probabilities", moved, temperature), c.call("probabilities", logits, temperature)],
        (p, q) => p.sub(q).abs().max().itemSync() < 1e-9,
      );
    }),
    hidden("how often each token is picked", (c, dice) => {
      const logits = dice.vector(4, -1, 1);
      const temperature = dice.decimal(0.5, 2);
      const wanted = probabilitiesOf(logits, temperature);
      c.call("harness.shares", logits, temperature, 100).holds(
        "tokens are picked as often as their probabilities say",
        (shares) => shares.sub(wanted).abs().max().itemSync() < 0.011,
      );
    }),
    hidden("used: a text written", (c, dice) => {
      const table = dice.matrix(4, 4, -2, 2, 2);
      const temperature = dice.decimal(0.4, 1.5);
      const uniforms = dice.vector(12, 0.01, 0.99, 3);
      const text: number[] = [];
      for (const u of uniforms) text.push(tokenOf(table[text.at(-1) ?? 0], temperature, u));
      c.call("harness.write", table, 0, temperature, uniforms).returns(text);
    }),
    hidden(
      "whole numbers as logits",
      (c, dice) => {
        const logits = [dice.integer(-3, 0), dice.integer(1, 3), 0];
        for (const temperature of [0, 2]) {
          c.call("probabilities", integers(logits), temperature).returns(probabilitiesOf(logits, temperature));
        }
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "multiplied",
      says: "with the logits multiplied by the temperature in place of divided",
      python: ["shifted / temperature", "shifted * temperature"],
      typescript: ["shifted / temperature", "shifted * temperature"],
      killedBy: "warm, neutral and cold",
      misconception: "temperature-multiplied",
    },
    {
      id: "temperature-after-softmax",
      says: "with the temperature dividing the exponentials, where normalising removes it again",
      python: ["np.exp(shifted / temperature)", "np.exp(shifted) / temperature"],
      typescript: ["Math.exp(shifted / temperature)", "Math.exp(shifted) / temperature"],
      killedBy: "warm, neutral and cold",
      misconception: "temperature-after-softmax",
    },
    {
      id: "divided-before-shifted",
      says: "when the logits are divided first and the largest taken off after that, which is ∞ − ∞ at tiny temperatures",
      python: ["np.exp(shifted / temperature)", "np.exp(logits / temperature - logits.max() / temperature)"],
      typescript: ["Math.exp(shifted / temperature)", "Math.exp(z / temperature - largest / temperature)"],
      killedBy: "a tiny temperature",
    },
    {
      id: "ties-not-shared",
      says: "when at temperature 0 every largest token gets the probability 1",
      python: ["    return shares / shares.sum()", "    return shares if temperature == 0 else shares / shares.sum()"],
      typescript: [
        "return shares.map((share) => share / total);",
        "return temperature === 0 ? shares : shares.map((share) => share / total);",
      ],
      killedBy: "temperature 0",
    },
    {
      id: "first-of-the-ties",
      says: "when at temperature 0 the first of several largest tokens takes all",
      python: ["(shifted == 0).astype(float)", "(np.arange(len(logits)) == np.argmax(logits)).astype(float)"],
      typescript: [
        "const shares = logits.map((z) => {\n    const shifted = z - largest;\n    if (temperature === 0) return shifted === 0 ? 1 : 0;",
        "const shares = logits.map((z, i) => {\n    const shifted = z - largest;\n    if (temperature === 0) return i === logits.indexOf(largest) ? 1 : 0;",
      ],
      killedBy: "temperature 0",
    },
    {
      id: "at-least-u",
      says: "when a cumulative probability equal to u is enough",
      python: ['side="right"', 'side="left"'],
      typescript: ["(c) => c > u * total", "(c) => c >= u * total"],
      killedBy: "u on a border",
    },
    {
      id: "off-the-end",
      says: "when rounding may leave no token for the largest u",
      python: ["np.searchsorted(cumulative, u * cumulative[-1], ", "np.searchsorted(cumulative, u, "],
      typescript: ["c > u * total", "c > u"],
      killedBy: "the largest u below 1",
    },
    {
      id: "most-probable-always",
      says: "when the most probable token is picked, whatever u says",
      python: ['np.searchsorted(cumulative, u * cumulative[-1], side="right")', "np.argmax(logits)"],
      typescript: ["cumulative.findIndex((c) => c > u * total)", "logits.indexOf(Math.max(...logits))"],
      killedBy: "tokens picked",
    },
  ],
});
