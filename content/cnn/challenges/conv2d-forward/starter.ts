/** Cross-correlation of images (N, C, H, W) with kernels (O, C, K, L); returns (N, O, H', W'). */
export function conv2d(
  images: number[][][][],
  kernels: number[][][][],
  bias: number[],
  stride: number,
  padding: number,
): number[][][][] {
  throw new Error("not written yet");
}
