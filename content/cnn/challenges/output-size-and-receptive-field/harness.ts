import * as solution from "./solution.ts";

type Layer = [outputs: number, kernel: number, stride: number, padding: number];

/** Height, width and parameters of a stack of convolutions, then of the dense layer behind it. */
export function summarise(height: number, width: number, channels: number, layers: Layer[], classes: number) {
  const sizes: number[][] = [];
  const parameters: number[] = [];
  for (const [outputs, kernel, stride, padding] of layers) {
    height = solution.outputSize(height, kernel, stride, padding, 1);
    width = solution.outputSize(width, kernel, stride, padding, 1);
    sizes.push([height, width]);
    parameters.push(solution.convParameters(channels, outputs, kernel, 1, true));
    channels = outputs;
  }
  // A dense layer is a convolution whose only window is the whole input, one pixel of many channels.
  parameters.push(solution.convParameters(channels * height * width, classes, 1, 1, true));
  return [sizes, parameters];
}
