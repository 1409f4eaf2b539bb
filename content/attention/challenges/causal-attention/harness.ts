import * as solution from "./solution.ts";

type Matrix = number[][];

/** Reads a sequence position by position; returns all outputs, and the keys and values at the end. */
export function read(x: Matrix, queryWeights: Matrix, keyWeights: Matrix, valueWeights: Matrix) {
  let keys: Matrix = [];
  let values: Matrix = [];
  const outputs: Matrix = [];
  for (const token of x) {
    const next = solution.attendNext(token, keys, values, queryWeights, keyWeights, valueWeights);
    outputs.push(next[0]);
    [, keys, values] = next;
  }
  return [outputs, keys, values];
}
