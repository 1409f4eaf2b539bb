import { program } from "#lib/item/program.ts";

/** What the target is decides the activation. */
type Target = "binary" | "multi-label" | "multi-class" | "real" | "positive" | "symmetric";

const scenarios: Record<Target, ((n: number) => string)[]> = {
  binary: [
    () => "A network with a single output unit estimates the probability that an e-mail is spam.",
    () => "A network with a single output unit estimates the probability that a loan will be repaid.",
    () => "A network with a single output unit estimates how probable it is that a scan shows a tumour.",
  ],
  "multi-label": [
    (n) =>
      `A network reads a news article and gives the probability of each of ${n} topics; an article may have several topics, or none.`,
    (n) =>
      `A network looks at a chest X-ray and gives the probability of each of ${n} findings; a patient may have any number of them.`,
    (n) =>
      `A network listens to a piece of music and gives the probability of each of ${n} instruments being heard; many may play at once.`,
  ],
  "multi-class": [
    (n) => `A network gives the probabilities of ${n} species, of which the photographed bird is exactly one.`,
    (n) => `A network gives the probabilities of ${n} languages; each text is written in exactly one of them.`,
    (n) => `A network gives the distribution of the next character of a text over a set of ${n} characters.`,
  ],
  real: [
    (n) =>
      `A network predicts ${n} daily temperature changes in degrees; each may be negative or positive, without a bound.`,
    (n) => `A network predicts the profit or loss of ${n} shops in dollars; each may have either sign and any size.`,
    (n) => `A network predicts the errors of ${n} sensors in millimetres; each may have either sign and any size.`,
  ],
  positive: [
    (n) =>
      `A network predicts the standard deviations of ${n} Gaussians, which enter a likelihood; each has to be strictly greater than 0 and may be of any size.`,
    (n) =>
      `A network predicts the rates of ${n} Poisson counts, whose logarithm the loss takes; each has to be strictly greater than 0 and may be of any size.`,
  ],
  symmetric: [
    (n) => `A network sets ${n} motor commands; each has to lie between −1 and 1, where the sign is the direction.`,
    (n) => `A network generates ${n} samples of a sound wave, scaled to lie between −1 and 1.`,
  ],
};

const range: Record<Target, string> = {
  binary: "(0, 1)",
  "multi-label": "(0, 1)",
  "multi-class": "(0, 1)",
  real: String.raw`(-\infty, \infty)`,
  positive: String.raw`(0, \infty)`,
  symmetric: "(-1, 1)",
};

const byRange: Record<string, string> = {
  "(0, 1)": "sigmoid",
  [String.raw`(-\infty, \infty)`]: "identity",
  [String.raw`(0, \infty)`]: "softplus",
  "(-1, 1)": "tanh",
};

/** Why ReLU, right for a hidden layer, does not suit this target. */
const againstRelu: Record<Target, string> = {
  binary: "can exceed 1, so its value is no probability",
  "multi-label": "can exceed 1, so its values are no probabilities",
  "multi-class": "gives values that neither stay below 1 nor sum to 1",
  real: "cannot give a negative number",
  positive: "can be exactly 0, and gets no gradient there",
  symmetric: "cannot give a negative number and is not bounded by 1",
};

/** Why tanh does not suit this target. */
const againstTanh: Record<Exclude<Target, "symmetric">, string> = {
  binary: "a probability is never negative",
  "multi-label": "probabilities are never negative",
  "multi-class": "probabilities are never negative, and must sum to 1",
  real: "the target has no bound",
  positive: "the target is never negative and has no upper bound",
};

const regression = (target: Target) => target === "real" || target === "positive" || target === "symmetric";

export const outputActivation = program({
  id: "output-activation",
  concept: "choosing-activations",
  version: 1,
  title: "which activation for which output",
  draw: (dice) => {
    const target = dice.choose(Object.keys(scenarios) as Target[]);
    return {
      target,
      scenario: dice.integer(0, scenarios[target].length - 1),
      n: target === "binary" ? 1 : dice.integer(3, 30) * (target === "multi-class" ? 10 : 1),
    };
  },
  prompt: (p) =>
    `${scenarios[p.target][p.scenario](p.n)}\n\nWhich activation gives its outputs exactly the range, and where needed the sum, that is asked for?`,
  givens: { scenario: false, n: false },
})
  .step("sumsToOne", String.raw`\text{must several outputs sum to 1?}`, (s) =>
    s.target === "multi-class" ? "yes" : "no",
  )
  .step("range", String.raw`\text{range of each output}`, (s) => range[s.target])
  .step("activation", String.raw`\text{the activation with that range and sum}`, (s) =>
    s.sumsToOne === "yes" ? "softmax" : byRange[s.range],
  )
  .asksChoice({
    step: "activation",
    show: (activation, s) =>
      activation === "softmax"
        ? s.n === 1
          ? "softmax over the output"
          : "softmax over all outputs"
        : `${activation} on ${s.n === 1 ? "the" : "each"} output`,
    malRules: {
      "softmax-for-multi-label": {
        when: (s) => s.target === "multi-label",
        steps: { sumsToOne: () => "yes" },
        says: (s) =>
          `Softmax makes the ${s.n} outputs share one unit of probability, as if exactly one label held. Here several may hold at once, or none: each is a yes-or-no question of its own.`,
      },
      "softmax-of-one-is-sigmoid": {
        when: (s) => s.target === "binary",
        steps: { sumsToOne: () => "yes" },
        says: () => "Softmax over a single output is $e^z/e^z = 1$ for every input. One output takes a sigmoid.",
      },
      "sigmoids-for-exclusive-classes": {
        when: (s) => s.target === "multi-class",
        steps: { sumsToOne: () => "no" },
        says: (s) =>
          `With ${s.n} separate sigmoids the outputs need not sum to 1. Exactly one of the ${s.n} holds, so they form one distribution.`,
      },
      "softmax-for-regression": {
        when: (s) => regression(s.target),
        steps: { sumsToOne: () => "yes" },
        says: (s) =>
          `Softmax would force the ${s.n} numbers to be positive and to sum to 1. They are quantities of their own, not shares of a whole.`,
      },
      "hidden-activation-at-output": {
        steps: { activation: () => "ReLU" },
        says: (s) =>
          `ReLU is a default for hidden layers. At this output it does not suit the target: it ${againstRelu[s.target]}.`,
      },
      "sigmoid-out-of-range": {
        misconception: "output-range-ignored",
        when: (s) => regression(s.target),
        steps: { range: () => "(0, 1)" },
        says: (s) =>
          s.target === "symmetric"
            ? "A sigmoid lies between 0 and 1 and can never be negative; half of the wanted range is out of its reach."
            : "A sigmoid never exceeds 1, and the target has no upper bound.",
      },
      "tanh-out-of-range": {
        misconception: "output-range-ignored",
        when: (s) => s.target !== "symmetric",
        steps: { sumsToOne: () => "no", range: () => "(-1, 1)" },
        says: (s) => (s.target === "symmetric" ? "" : `Tanh lies between −1 and 1, but ${againstTanh[s.target]}.`),
      },
      "identity-out-of-range": {
        misconception: "output-range-ignored",
        when: (s) => s.target === "positive" || s.target === "symmetric",
        steps: { range: () => String.raw`(-\infty, \infty)` },
        says: (s) =>
          s.target === "positive"
            ? "Without an activation an output can be negative or 0."
            : "Without an activation an output can lie outside −1 to 1.",
      },
    },
    explain: () =>
      "Two questions decide: which values may each output take, and must several of them sum to 1? (In training, the loss often takes the logits and applies sigmoid or softmax itself.)",
  });
