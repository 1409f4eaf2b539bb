import { data } from "#engine/index.ts";
import { readIris } from "#lib/datasets/iris.ts";
import { MNIST_PIXELS, readMnist } from "#lib/datasets/mnist.ts";
import { DatasetError, type ReadFile } from "#lib/datasets/package-file.ts";
import type { Recipe, RecipeData } from "./recipe.ts";
import { TrainingError } from "./training-error.ts";

type Examples = data.Dataset<"inputs" | "targets">;

/** What a network learns from, what it is tested on, and what is done to a batch of inputs before it sees them. */
export interface Material {
  readonly train: Examples;
  /** The examples to train on themselves, where none are held back. */
  readonly test: Examples;
  readonly transforms: readonly data.Transform[];
}

/** The examples of a recipe. Throws a TrainingError where they can't be had; it says what helps. */
export async function gatherExamples({ data: wanted, seed }: Recipe, read: ReadFile): Promise<Material> {
  try {
    return await gather(wanted, seed, read);
  } catch (error) {
    if (error instanceof DatasetError) throw new TrainingError("data", error.message, { cause: error });
    throw error;
  }
}

async function gather(wanted: RecipeData, seed: number, read: ReadFile): Promise<Material> {
  switch (wanted.kind) {
    case "mnist": {
      const { train, test } = await readMnist(read);
      const pixels = data.standardization(null, [MNIST_PIXELS.mean], [MNIST_PIXELS.deviation]);
      return {
        train: firstOf(train, wanted.train),
        test: firstOf(test, wanted.test),
        transforms: [(batch) => pixels.apply(batch)],
      };
    }
    case "iris": {
      const [train, test] = (await readIris(read)).split([1 - wanted.heldBack, wanted.heldBack], seed);
      const features = data.fitStandardization(train.field("inputs"));
      return { train, test, transforms: [(batch) => features.apply(batch)] };
    }
    case "xor":
      return alike(exclusiveOr());
    case "text":
      return alike(nextLetters(wanted.text, wanted.length));
    case "lists": {
      const shares = [1 - wanted.heldBack, wanted.heldBack];
      const [train, test] = listsInOrder(wanted.digits, wanted.length).split(shares, seed);
      return { train, test, transforms: [] };
    }
  }
}

function firstOf(examples: Examples, count: number): Examples {
  return count === examples.length ? examples : examples.subset(Array.from({ length: count }, (_, i) => i));
}

function alike(examples: Examples): Material {
  return { train: examples, test: examples, transforms: [] };
}

function exclusiveOr(): Examples {
  const inputs = { values: [0, 0, 0, 1, 1, 0, 1, 1], shape: [4, 2] };
  return new data.Dataset({ inputs, targets: [0, 1, 1, 0] });
}

/** A text that goes round, from each of its letters on: (letters,length) and the same one letter later. */
function nextLetters(text: string, length: number): Examples {
  const letters = [...new Set(text)].sort();
  const numbers = [...text].map((letter) => letters.indexOf(letter));
  const from = (start: number) => Array.from({ length }, (_, t) => numbers[(start + t) % numbers.length]);
  const shape = [numbers.length, length];
  return new data.Dataset({
    inputs: { values: numbers.flatMap((_, start) => from(start)), shape },
    targets: { values: numbers.flatMap((_, start) => from(start + 1)), shape },
  });
}

/** Every list of so many digits, and the same in order: (digits^length,length) each. */
function listsInOrder(digits: number, length: number): Examples {
  const lists = Array.from({ length: digits ** length }, (_, number) =>
    Array.from({ length }, (_, place) => Math.floor(number / digits ** place) % digits),
  );
  const shape = [lists.length, length];
  return new data.Dataset({
    inputs: { values: lists.flat(), shape },
    targets: { values: lists.flatMap((list) => list.toSorted((a, b) => a - b)), shape },
  });
}
