import { argmax, crossEntropy, nn, noGrad, optim, Rng, reshape, select, tensor } from "../index.ts";

const TEXT = "quick brown fox jumps over the lazy dog. the ";

/**
 * A recurrent network that reads a text letter by letter and learns which comes next. Afterwards it writes: it is given
 * the first letter, says the next, and reads that in turn. The text goes round, so it can begin anywhere; after "the "
 * only what was read before tells what comes.
 */
export function learnText({ seed = 1, epochs = 80 } = {}): { losses: number[]; text: string; written: string } {
  const rng = new Rng(seed);
  const letters = [...new Set(TEXT)].sort();
  const numbers = [...TEXT].map((letter) => letters.indexOf(letter));

  const embedding = new nn.Embedding(letters.length, 8, { rng });
  const reader = new nn.GRU(8, 24, { rng, batchFirst: true });
  const chooser = new nn.Linear(24, letters.length, { rng });
  const parameters = [embedding, reader, chooser].flatMap((module) => module.parameters());
  const optimizer = optim.adam(parameters, { lr: 0.03 });

  // Eight windows (8,12), each with the same letters one place later as its targets.
  const starts = Array.from({ length: 8 }, (_, i) => Math.floor((i * TEXT.length) / 8));
  const window = (start: number) => Array.from({ length: 12 }, (_, t) => numbers[(start + t) % numbers.length]);

  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const shift = rng.integer(0, TEXT.length);
    const inputs = tensor(starts.map((start) => window(start + shift)));
    const targets = tensor(starts.flatMap((start) => window(start + shift + 1)));
    const { output } = reader.forward(embedding.forward(inputs));
    const loss = crossEntropy(reshape(chooser.forward(output), [-1, letters.length]), targets);
    optimizer.zeroGrad();
    loss.backward();
    optim.clipGradNorm(parameters, 1);
    optimizer.step();
    losses.push(loss.itemSync());
  }

  const written = noGrad(() => {
    const said = [numbers[0]];
    for (let state = undefined, last = said[0]; said.length < TEXT.length; said.push(last)) {
      const { output, hidden } = reader.forward(embedding.forward(tensor([[last]])), state);
      state = hidden;
      last = argmax(chooser.forward(select(output, 1, 0)), -1).itemSync();
    }
    return said.map((number) => letters[number]).join("");
  });
  return { losses, text: TEXT, written };
}
