/** The largest entry of every size × size window of images (N, C, H, W); returns (N, C, H', W'). */
export function maxPool(images: number[][][][], size: number, stride: number): number[][][][] {
  throw new Error("not written yet");
}

/** The gradient of the images (N, C, H, W) for the upstream gradient (N, C, H', W'). */
export function maxPoolBackward(
  upstream: number[][][][],
  images: number[][][][],
  size: number,
  stride: number,
): number[][][][] {
  throw new Error("not written yet");
}
