import {
  add,
  argmax,
  crossEntropy,
  data,
  equal,
  mean,
  min,
  nn,
  noGrad,
  optim,
  reshape,
  Rng,
  type Tensor,
} from "../index.ts";

const DIGITS = 5;
const LENGTH = 4;
const WIDTH = 16;

/** A transformer that reads numbers and gives the same ones in order: what stands at each place depends on them all. */
class Sorter extends nn.Module {
  private readonly embedding: nn.Embedding;
  private readonly encoder: nn.TransformerEncoder;
  private readonly chooser: nn.Linear;
  private readonly places = nn.sinusoidalPositions(LENGTH, WIDTH);

  constructor(rng: Rng) {
    super();
    const layer = () =>
      new nn.TransformerEncoderLayer(WIDTH, 2, { rng, feedForward: 32, dropout: 0, batchFirst: true, normFirst: true });
    this.embedding = new nn.Embedding(DIGITS, WIDTH, { rng });
    this.encoder = new nn.TransformerEncoder([layer(), layer()], new nn.LayerNorm(WIDTH));
    this.chooser = new nn.Linear(WIDTH, DIGITS, { rng });
  }

  /** Numbers (B,L) → a score for each number at each place (B,L,DIGITS). */
  forward(numbers: Tensor): Tensor {
    return this.chooser.forward(this.encoder.forward(add(this.embedding.forward(numbers), this.places)));
  }

  override children(): ReadonlyMap<string, nn.AnyModule> {
    return new Map<string, nn.AnyModule>([
      ["embedding", this.embedding],
      ["encoder", this.encoder],
      ["chooser", this.chooser],
    ]);
  }
}

/** Trains on four fifths of all lists, and gives the share of the others that it sorts without a mistake. */
export function learnToSort({ seed = 1, epochs = 6 } = {}): { losses: number[]; sorted: number } {
  const lists = allLists(LENGTH);
  const inputs = { values: lists.flat(), shape: [lists.length, LENGTH] };
  const targets = { values: lists.flatMap((list) => list.toSorted((a, b) => a - b)), shape: [lists.length, LENGTH] };
  const [train, test] = new data.Dataset({ inputs, targets }).split([0.8, 0.2], seed);
  const batches = new data.DataLoader(train, { batchSize: 32, shuffle: true, dropLast: true, seed });

  const net = new Sorter(new Rng(seed));
  const optimizer = optim.adamw(net.parameters(), { lr: 0.01 });
  const scheduler = optim.schedule(optimizer, optim.oneCycleLR({ maxLr: 0.02, totalSteps: epochs * batches.length }));

  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { inputs: numbers, targets: ordered } of batches.epoch(epoch)) {
      const scores = net.forward(numbers);
      const loss = crossEntropy(reshape(scores, [-1, DIGITS]), reshape(ordered, [-1]));
      optimizer.zeroGrad();
      loss.backward();
      optim.clipGradNorm(net.parameters(), 1);
      optimizer.step();
      scheduler.step();
      losses.push(loss.itemSync());
    }
  }

  const held = test.tensors();
  const answers = noGrad(() => argmax(net.eval().forward(held.inputs), -1));
  const right = min(equal(answers, held.targets), -1);
  return { losses, sorted: mean(right).itemSync() };
}

function allLists(length: number): number[][] {
  if (length === 0) return [[]];
  return allLists(length - 1).flatMap((list) => Array.from({ length: DIGITS }, (_, digit) => [...list, digit]));
}
