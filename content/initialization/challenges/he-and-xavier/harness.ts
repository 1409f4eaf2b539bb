import * as solution from "./solution.ts";

/** The mean square of the signal behind each of some ReLU layers with He's weights. */
export function spreads(x: number[][], draws: number[][][]): number[] {
  return draws.map((normals) => {
    const weights = solution.heNormal(normals);
    x = x.map((row) =>
      weights[0].map((_, j) =>
        Math.max(
          0,
          row.reduce((sum, value, i) => sum + value * weights[i][j], 0),
        ),
      ),
    );
    const squares = x.flat().map((value) => value * value);
    return squares.reduce((sum, square) => sum + square, 0) / squares.length;
  });
}
