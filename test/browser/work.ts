import { createEngine, type EngineInfo, type EngineOptions, type WasmBackend } from "#engine/index.ts";
import { conformanceCase, kernelNames } from "../backend/conformance.ts";
import { disagreement } from "../backend/disagreement.ts";
import { trainConvolutional, trainPerceptron } from "../backend/training.ts";

/** What a page is asked to compute, and a worker, and Node. */
export interface Work {
  readonly options: EngineOptions;
  /** Cases of each kernel to be compared with the reference. */
  readonly cases: number;
}

export interface Done {
  readonly info: EngineInfo;
  /** Milliseconds that the choice of the backend took. */
  readonly creation: number;
  readonly isolated: boolean;
  /** Cases that are not the reference's, in words, and how many there were in all. */
  readonly wrong: readonly string[];
  readonly cases: number;
  /** The losses of a small perceptron and of a small convolutional network. */
  readonly perceptron: readonly number[];
  readonly convolutional: readonly number[];
}

/** Takes a backend, compares its kernels with the reference's, and trains two networks on it. */
export async function carryOut({ options, cases }: Work): Promise<Done> {
  const begun = performance.now();
  const { backend, info, close } = await createEngine(options);
  const creation = performance.now() - begun;
  // Threads are started by the first work large enough for them, which nothing here is.
  if (backend.name === "wasm") await (backend as WasmBackend).startThreads();
  const wrong: string[] = [];
  for (const kernel of kernelNames) {
    for (let seed = 0; seed < cases; seed++) {
      const words = await disagreement(backend, conformanceCase(kernel, seed));
      if (words !== null) wrong.push(words);
    }
  }
  const losses = { perceptron: await trainPerceptron(backend), convolutional: await trainConvolutional(backend) };
  const done = { info: info(), creation, isolated: globalThis.crossOriginIsolated, wrong, ...losses };
  close();
  return { ...done, cases: cases * kernelNames.length };
}
