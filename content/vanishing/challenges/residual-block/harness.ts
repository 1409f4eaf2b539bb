import * as solution from "./solution.ts";

type Matrix = number[][];
type Block = [w1: Matrix, b1: number[], w2: Matrix, b2: number[]];

/** Trains a stack of blocks [w1, b1, w2, b2] on the mean squared error; returns losses and the first block. */
export function train(x: Matrix, targets: Matrix, blocks: Block[], rate: number, steps: number) {
  const vector = (of: number[], gradient: number[]) => of.map((w, i) => w - rate * gradient[i]);
  const matrix = (of: Matrix, gradient: Matrix) => of.map((row, i) => vector(row, gradient[i]));
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const inputs = [x];
    for (const [i, block] of blocks.entries()) inputs.push(solution.residualForward(inputs[i], ...block));
    const error = inputs[blocks.length].map((row, n) => row.map((y, d) => y - targets[n][d]));
    const size = error.flat().length;
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    let gradient = error.map((row) => row.map((e) => (2 * e) / size));
    blocks = blocks.reduceRight<Block[]>((trained, [w1, b1, w2, b2], i) => {
      const [dX, dW1, dB1, dW2, dB2] = solution.residualBackward(gradient, inputs[i], w1, b1, w2);
      gradient = dX;
      return [[matrix(w1, dW1), vector(b1, dB1), matrix(w2, dW2), vector(b2, dB2)], ...trained];
    }, []);
  }
  return [losses, ...blocks[0]];
}
