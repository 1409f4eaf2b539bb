import type { Workload } from "./workloads.ts";

/** A workload made ready by one contestant. */
export interface Prepared {
  /** Back to the first weights and a new optimizer; nothing for a workload that keeps no state. */
  restart(): void | Promise<void>;
  /** Steps in a row, done when it returns. */
  run(steps: number): void | Promise<void>;
  /** What all contestants must agree on: the losses of the first steps from the first weights, or `samplesOf` a product. */
  check(steps: number): number[] | Promise<number[]>;
}

export interface Contestant {
  introduce(): Introduction | Promise<Introduction>;
  prepare(workload: Workload, folder: string): Prepared | Promise<Prepared>;
}

export interface Introduction {
  readonly version: string;
  /** What sets it apart: backend, threads, settings. */
  readonly detail: string;
}

export function readNumbers(folder: string, name: string): Float32Array;
export function samplesOf(product: ArrayLike<number>): number[];
export function serve(contestant: Contestant): Promise<void>;
