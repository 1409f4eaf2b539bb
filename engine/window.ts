/** One number for each of the last two axes: (height, width). */
export type Pair = readonly [height: number, width: number];

/**
 * A window that slides over the spatial axes, with one number per axis: window (i,j) reads the entries
 * (i·stride − padding + p·dilation, j·stride − padding + q·dilation) for 0 ≤ p,q < size. Entries outside are padding.
 */
export interface SlidingWindow<PerAxis extends readonly number[] = readonly number[]> {
  readonly size: PerAxis;
  readonly stride: PerAxis;
  /** Entries added at both ends. */
  readonly padding: PerAxis;
  /** Distance between neighbouring entries of one window; 1 for windows without gaps. */
  readonly dilation: PerAxis;
}

/** A convolution's window, and the number of groups its channels fall into. */
export interface ConvolutionWindow<PerAxis extends readonly number[] = readonly number[]>
  extends SlidingWindow<PerAxis> {
  readonly groups: number;
}

/** How many places a window has on each axis: ⌊(n + 2·padding − dilation·(size − 1) − 1) / stride⌋ + 1. */
export function placesOf(inputSize: readonly number[], window: SlidingWindow): number[] {
  return inputSize.map((length, axis) => {
    const reach = window.dilation[axis] * (window.size[axis] - 1) + 1;
    return Math.floor((length + 2 * window.padding[axis] - reach) / window.stride[axis]) + 1;
  });
}
