import * as solution from "./solution.ts";

type Images = number[][][][];

const map = (a: Images, of: (x: number) => number): Images =>
  a.map((maps) => maps.map((rows) => rows.map((row) => row.map(of))));

/** Entry by entry over two arrays of one shape. */
const combine = (a: Images, b: Images, of: (x: number, y: number) => number): Images =>
  a.map((maps, n) => maps.map((rows, o) => rows.map((row, i) => row.map((x, j) => of(x, b[n][o][i][j])))));

/** Trains convolution (stride 1, padding 1), tanh, convolution (stride 2, padding 0) on the mean squared error. */
export function train(
  images: Images,
  targets: Images,
  first: Images,
  firstBias: number[],
  second: Images,
  secondBias: number[],
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  const descend = (weight: number, gradient: number) => weight - rate * gradient;
  for (let step = 0; step < steps; step++) {
    const a = map(solution.conv2d(images, first, firstBias, 1, 1), Math.tanh);
    const error = combine(solution.conv2d(a, second, secondBias, 2, 0), targets, (y, target) => y - target);
    const entries = error.flat(3);
    losses.push(entries.reduce((sum, e) => sum + e * e, 0) / entries.length);
    const upstream = map(error, (e) => (2 * e) / entries.length);
    const [dA, dSecond, dSecondBias] = solution.conv2dBackward(upstream, a, second, 2, 0);
    const dZ = combine(dA, a, (g, y) => g * (1 - y * y));
    const [, dFirst, dFirstBias] = solution.conv2dBackward(dZ, images, first, 1, 1);
    first = combine(first, dFirst, descend);
    second = combine(second, dSecond, descend);
    firstBias = firstBias.map((b, o) => descend(b, dFirstBias[o]));
    secondBias = secondBias.map((b, o) => descend(b, dSecondBias[o]));
  }
  return [losses, first, firstBias, second, secondBias];
}
