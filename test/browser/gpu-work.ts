import { createWebGpuBackend, type Kernels } from "#engine/index.ts";
import { conformanceCase, kernelNames } from "../backend/conformance.ts";
import { disagreement } from "../backend/disagreement.ts";
import { trainConvolutional, trainPerceptron } from "../backend/training.ts";
import { isArithmetic } from "../backend/webgpu/arithmetic.ts";

/** Cases of each kernel to be compared with the reference. */
export interface GpuWork {
  readonly cases: number;
}

export interface GpuDone {
  readonly vendor: string;
  /** Cases that are not the reference's, in words, and how many there were in all. */
  readonly wrong: readonly string[];
  readonly compared: number;
  /** The losses of a small perceptron and of a small convolutional network. */
  readonly perceptron: readonly number[];
  readonly convolutional: readonly number[];
}

/** Takes the runtime's own WebGPU, compares its kernels with the reference's, and trains two networks on it. */
export async function carryOutOnGpu({ cases }: GpuWork): Promise<GpuDone> {
  const backend = await createWebGpuBackend();
  const compare = (kernel: keyof Kernels, seed: number) =>
    disagreement(backend, conformanceCase(kernel, seed), { tinyIsZero: isArithmetic(kernel) });
  const seeds = Array.from({ length: cases }, (_, seed) => seed);
  const words = await Promise.all(kernelNames.flatMap((kernel) => seeds.map((seed) => compare(kernel, seed))));
  const perceptron = await trainPerceptron(backend);
  const convolutional = await trainConvolutional(backend);
  const { vendor } = backend.info().adapter;
  backend.close();
  return { vendor, wrong: words.filter((word) => word !== null), compared: words.length, perceptron, convolutional };
}
