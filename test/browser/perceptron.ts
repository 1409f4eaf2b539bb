// All that a page needs to train a perceptron on pictures: what its bundle weighs is tested.
import { createEngine, crossEntropy, data, nn, optim, Rng, scope, withBackend } from "#engine/index.ts";

/** Trains on images (bytes of IDX files) for an epoch, and gives the loss of every step. */
export async function train(images: Uint8Array, labels: Uint8Array): Promise<number[]> {
  const { backend } = await createEngine();
  const rng = new Rng(1);
  const layers = () => [
    new nn.Flatten(),
    new nn.Linear(784, 128, { rng }),
    new nn.ReLU(),
    new nn.Linear(128, 10, { rng }),
  ];
  const net = withBackend(backend, () => new nn.Sequential(...layers()));
  const optimizer = optim.adam(net.parameters());
  const batches = new data.DataLoader(data.readIdxImages(images, labels), { batchSize: 64, shuffle: true, backend });
  return Array.from(batches.epoch(), ({ inputs, targets }) =>
    scope(() => {
      const loss = crossEntropy(net.forward(inputs), targets);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      return loss.itemSync();
    }),
  );
}
