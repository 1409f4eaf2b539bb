/** All windows as rows of one matrix (im2col), then a matrix product. */
export function conv2d(
  images: number[][][][],
  kernels: number[][][][],
  bias: number[],
  stride: number,
  padding: number,
): number[][][][] {
  const [height, width] = [images[0][0].length, images[0][0][0].length];
  const [tall, wide] = [kernels[0][0].length, kernels[0][0][0].length];
  const rows = Math.trunc((height + 2 * padding - tall) / stride) + 1;
  const columns = Math.trunc((width + 2 * padding - wide) / stride) + 1;
  const flat = kernels.map((kernel) => kernel.flat(2));
  const result: number[][][][] = [];
  for (const image of images) {
    const y: number[][][] = flat.map(() => Array.from({ length: rows }, () => []));
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const window: number[] = [];
        for (const channel of image) {
          for (let k = 0; k < tall; k++) {
            for (let l = 0; l < wide; l++) {
              // Outside of the image there are zeros.
              window.push(channel[i * stride + k - padding]?.[j * stride + l - padding] ?? 0);
            }
          }
        }
        for (let o = 0; o < flat.length; o++) {
          let total = bias[o];
          for (let m = 0; m < window.length; m++) total += flat[o][m] * window[m];
          y[o][i][j] = total;
        }
      }
    }
    result.push(y);
  }
  return result;
}
