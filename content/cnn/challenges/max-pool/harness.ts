import * as solution from "./solution.ts";

type Images = number[][][][];

/** Scales the pixels by gains (H, W) and pools them; trains the gains on the mean squared error. */
export function train(
  images: Images,
  targets: Images,
  gains: number[][],
  size: number,
  stride: number,
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const scaled = images.map((maps) => maps.map((map) => map.map((row, y) => row.map((p, x) => p * gains[y][x]))));
    const error = solution
      .maxPool(scaled, size, stride)
      .map((maps, n) => maps.map((map, c) => map.map((row, i) => row.map((p, j) => p - targets[n][c][i][j]))));
    const entries = error.flat(3);
    losses.push(entries.reduce((sum, e) => sum + e * e, 0) / entries.length);
    const upstream = error.map((maps) => maps.map((map) => map.map((row) => row.map((e) => (2 * e) / entries.length))));
    const dScaled = solution.maxPoolBackward(upstream, scaled, size, stride);
    gains = gains.map((row, y) =>
      row.map((gain, x) => {
        const terms = images.flatMap((maps, n) => maps.map((map, c) => dScaled[n][c][y][x] * map[y][x]));
        return gain - rate * terms.reduce((sum, term) => sum + term, 0);
      }),
    );
  }
  return [losses, gains];
}
