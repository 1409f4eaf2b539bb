/** How many positions a kernel has along an axis of that length; 0 where it fits nowhere. */
export function outputSize(length: number, kernel: number, stride: number, padding: number, dilation: number): number {
  throw new Error("not written yet");
}

/** [field, jump] of a unit behind layers [kernel, stride, dilation], in pixels of the input. */
export function receptiveField(layers: [kernel: number, stride: number, dilation: number][]): [number, number] {
  throw new Error("not written yet");
}

/** How many weights and biases a convolution with kernels of size × size has. */
export function convParameters(inputs: number, outputs: number, size: number, groups: number, bias: boolean): number {
  throw new Error("not written yet");
}
