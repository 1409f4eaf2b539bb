type Image = number[][];

/** Cross-correlation of images (N, C, H, W) with kernels (O, C, K, L); returns (N, O, H', W'). */
export function conv2d(
  images: Image[][],
  kernels: Image[][],
  bias: number[],
  stride: number,
  padding: number,
): Image[][] {
  const rows = Math.floor((images[0][0].length + 2 * padding - kernels[0][0].length) / stride) + 1;
  const columns = Math.floor((images[0][0][0].length + 2 * padding - kernels[0][0][0].length) / stride) + 1;
  return images.map((image) =>
    kernels.map((kernel, o) => {
      const map: Image = Array.from({ length: rows }, () => new Array<number>(columns).fill(bias[o]));
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          for (const [c, slice] of kernel.entries()) {
            for (const [k, weights] of slice.entries()) {
              for (const [l, weight] of weights.entries()) {
                map[i][j] += weight * (image[c][i * stride + k - padding]?.[j * stride + l - padding] ?? 0);
              }
            }
          }
        }
      }
      return map;
    }),
  );
}

/** Gradients [dImages (N, C, H, W), dKernels (O, C, K, L), dBias (O)] for the upstream gradient (N, O, H', W'). */
export function conv2dBackward(
  upstream: Image[][],
  images: Image[][],
  kernels: Image[][],
  stride: number,
  padding: number,
): [Image[][], Image[][], number[]] {
  throw new Error("not written yet");
}
