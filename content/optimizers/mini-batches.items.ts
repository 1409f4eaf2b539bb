import { full, tensor } from "#engine/index.ts";
import { showNumber, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

interface Training {
  examples: number;
  batch: number;
  epochs: number;
  dropsLast: boolean;
}

/** Walks through the training batch by batch and counts the updates. */
function countUpdates({ examples, batch, epochs, dropsLast }: Training): number {
  let updates = 0;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let first = 0; first < examples; first += batch) if (!dropsLast || first + batch <= examples) updates++;
  return updates;
}

const batches = (examples: number, s: Training) =>
  s.dropsLast ? Math.floor(examples / s.batch) : Math.ceil(examples / s.batch);

export const countingSteps = program({
  id: "counting-steps",
  concept: "mini-batches",
  version: 1,
  title: "how many updates",
  draw: (dice) => ({
    examples: dice.integer(20, 60) * 50,
    batch: dice.choose([16, 32, 64, 128]),
    epochs: dice.integer(3, 12),
    dropsLast: dice.choose([true, false]),
  }),
  prompt: (p) =>
    `A network is trained for ${p.epochs} epochs on ${p.examples} examples in batches of ${p.batch}, shuffled anew in each epoch; an incomplete last batch ${p.dropsLast ? "is dropped" : "is used as well"}. How often are the weights updated in all?`,
  labels: { perEpoch: String.raw`\text{updates per epoch}` },
  givens: {
    examples: { symbol: String.raw`\text{examples}`, whole: true, most: 100_000 },
    batch: { symbol: String.raw`\text{batch size}`, whole: true, most: 10_000 },
    epochs: { symbol: String.raw`\text{epochs}`, whole: true, most: 1000 },
  },
})
  .step(
    "perEpoch",
    (s) => (s.dropsLast ? String.raw`\lfloor N/B \rfloor` : String.raw`\lceil N/B \rceil`),
    (s) => batches(s.examples, s),
  )
  .step("updates", String.raw`\text{epochs} \cdot \text{batches per epoch}`, (s) => s.epochs * s.perEpoch)
  .asksNumber({
    step: "updates",
    label: String.raw`\text{updates}`,
    whole: true,
    engine: countUpdates,
    malRules: {
      "last-batch-dropped": {
        when: (s) => !s.dropsLast && s.examples % s.batch > 0,
        steps: { perEpoch: (s) => Math.floor(s.examples / s.batch) },
        notes: { perEpoch: "rounded down" },
        says: (s) =>
          `You left out the last batch of ${s.examples % s.batch} examples in each epoch. Here it is used, and makes an update of its own.`,
      },
      "last-batch-kept": {
        when: (s) => s.dropsLast && s.examples % s.batch > 0,
        steps: { perEpoch: (s) => Math.ceil(s.examples / s.batch) },
        notes: { perEpoch: "rounded up" },
        says: (s) => `You counted the incomplete batch of ${s.examples % s.batch} examples, which is dropped here.`,
      },
      "epochs-run-together": {
        when: (s) => {
          const together = batches(s.examples * s.epochs, s);
          return together !== s.updates && together !== s.epochs * Math.floor(s.examples / s.batch);
        },
        steps: { updates: (s) => batches(s.examples * s.epochs, s) },
        notes: { updates: "rounded once at the end" },
        says: (s) =>
          `You cut all ${s.epochs} epochs into batches as one long row. Every epoch begins with a new batch, so each has ${s.perEpoch} of them.`,
      },
      "one-epoch-only": {
        steps: { updates: (s) => s.perEpoch },
        notes: { updates: "one epoch" },
        says: (s) => `That is the number for one epoch; there are ${s.epochs}.`,
      },
      "one-update-per-example": {
        steps: { perEpoch: (s) => s.examples },
        notes: { perEpoch: "one per example" },
        says: (s) =>
          `You counted an update for every example. The gradients of the ${s.batch} examples of a batch are averaged and make one update.`,
      },
    },
    explain: (s) =>
      `${s.examples} / ${s.batch} is ${showNumber(s.examples / s.batch, 5)}, so an epoch has ${s.perEpoch} batches, and ${s.epochs} epochs have ${s.updates}.`,
  });

export const noiseOfAMean = program({
  id: "noise-of-a-mean",
  concept: "mini-batches",
  version: 1,
  title: "noise and batch size",
  draw: (dice) => {
    const batch = dice.choose([8, 16, 32, 64]);
    return {
      batch,
      other: batch * dice.choose([1 / 4, 1 / 2, 2, 4, 8, 16]),
      noise: dice.decimal(0.2, 2.4, 1),
    };
  },
  prompt: (p) =>
    `With batches of ${p.batch} independent examples, one component of the mini-batch gradient (a mean over the batch) has a standard deviation of ${p.noise} about the true gradient. What is its standard deviation with batches of ${p.other}?`,
  givens: {
    batch: { symbol: "B", whole: true, most: 100_000 },
    other: { symbol: "B'", whole: true, most: 100_000 },
    noise: { symbol: "s_B", least: 0 },
  },
})
  .step("perExample", String.raw`\sigma = s_B\, \sqrt{B}`, (s) => s.noise * Math.sqrt(s.batch))
  .step("after", String.raw`s_{B'} = \sigma/\sqrt{B'}`, (s) => s.perExample / Math.sqrt(s.other))
  .asksNumber({
    step: "after",
    label: "s",
    engine: (p) => {
      const deviations = full([p.other], p.noise).pow(2).mul(p.batch);
      return deviations.sum().sqrt().div(p.other);
    },
    malRules: {
      "noise-falls-as-one-over-b": {
        steps: { after: (s) => (s.noise * s.batch) / s.other },
        notes: { after: "with $B$, not its root" },
        says: (s) =>
          `You scaled by $${s.batch}/${s.other}$. That is how the **variance** behaves; the standard deviation goes with the root, $\\sqrt{${s.batch}/${s.other}}$.`,
      },
      "unbiased-means-noiseless": {
        steps: { after: (s) => s.noise },
        notes: { after: "unchanged" },
        says: (s) =>
          `You left it at ${s.noise}. What doesn't change with the batch size is the *mean* of the estimate; its spread does.`,
      },
      "noise-of-the-sum": {
        steps: { after: (s) => s.noise * Math.sqrt(s.other / s.batch) },
        notes: { after: "the ratio turned round" },
        says: (s) =>
          s.other > s.batch
            ? `A larger batch makes a mean steadier, not noisier. You scaled by $\\sqrt{${s.other}/${s.batch}}$; that holds for a sum over the batch.`
            : `A smaller batch makes a mean noisier, not steadier. You scaled by $\\sqrt{${s.other}/${s.batch}}$; that holds for a sum over the batch.`,
      },
    },
    explain: (s) =>
      `A batch of ${s.other} is ${showNumber(s.other / s.batch)} times one of ${s.batch}; the noise of a mean changes by $1/\\sqrt{${showNumber(s.other / s.batch)}} = ${texNumber(Math.sqrt(s.batch / s.other), 4)}$.`,
  });

export const unevenBatches = program({
  id: "uneven-batches",
  concept: "mini-batches",
  version: 1,
  title: "the loss of an epoch",
  draw: (dice) => {
    const batch = dice.choose([10, 16, 20, 32]);
    return {
      batch,
      last: dice.choose([batch / 2, batch / 2 - 3, 2, 4]),
      losses: [dice.decimal(0.2, 1, 1), dice.decimal(0.2, 1, 1), dice.decimal(0.2, 1, 1), dice.decimal(1.4, 3, 1)],
    };
  },
  prompt: (p) =>
    `A validation set is evaluated in four batches, three of ${p.batch} examples and a last one of ${p.last}. The mean losses within the batches are ${p.losses.slice(0, 3).join(", ")} and, in the last, ${p.losses[3]}. What is the mean loss per example over the whole set?`,
  labels: { total: String.raw`\text{sum of all losses}`, examples: String.raw`\text{number of examples}` },
  givens: {
    batch: { symbol: String.raw`\text{size of three batches}`, whole: true },
    last: { symbol: String.raw`\text{size of the last}`, whole: true },
    losses: String.raw`\ell_j`,
  },
})
  .step(
    "total",
    String.raw`\sum_j B_j\, \ell_j`,
    (s) => s.batch * (s.losses[0] + s.losses[1] + s.losses[2]) + s.last * s.losses[3],
  )
  .step("examples", String.raw`\sum_j B_j`, (s) => 3 * s.batch + s.last)
  .step("mean", String.raw`\sum_j B_j\, \ell_j \big/ \sum_j B_j`, (s) => s.total / s.examples)
  .asksNumber({
    step: "mean",
    label: String.raw`\bar\ell`,
    engine: (p) => {
      const sizes = [p.batch, p.batch, p.batch, p.last];
      return tensor(sizes.flatMap((size, j) => Array.from({ length: size }, () => p.losses[j]))).mean();
    },
    malRules: {
      "mean-of-means": {
        steps: { mean: (s) => (s.losses[0] + s.losses[1] + s.losses[2] + s.losses[3]) / 4 },
        notes: { mean: "all batches weighted alike" },
        says: (s, wrong) =>
          `You averaged the four batch means, which gives the ${s.last} examples of the last batch as much weight as ${s.batch} others and yields ${showNumber(wrong.mean, 4)}.`,
      },
      "last-batch-counted-full": {
        steps: { examples: (s) => 4 * s.batch },
        notes: { examples: "four full batches" },
        says: (s, wrong) =>
          `You divided by ${wrong.examples}, as if the last batch were full. There are only ${s.examples} examples.`,
      },
      "last-batch-left-out": {
        steps: { mean: (s) => (s.losses[0] + s.losses[1] + s.losses[2]) / 3 },
        notes: { mean: "without the last batch" },
        says: (s) => `You left out the last batch. Its ${s.last} examples count like all others.`,
      },
    },
    explain: (s) =>
      `Weight each batch's mean by its number of examples; the last one has ${s.last} of ${s.examples}. Averaging batch means is right only when all batches are of one size.`,
  });
