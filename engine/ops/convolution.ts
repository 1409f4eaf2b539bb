import { ArgumentError, ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import type { Rules } from "../operation-table.ts";
import { formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type ConvolutionWindow, type Pair, placesOf } from "../window.ts";
import { add } from "./arithmetic.ts";
import { fromStorage } from "./kernel-call.ts";
import { reshape } from "./layout.ts";
import { inBatch, makeWindow, type PerAxis, planar, planarSize, planarWindow, requirePlaces } from "./window.ts";

// y is linear in x and in the weight, and so are both gradients in what they are made of: each of the three operations
// has the other two as its gradients, to any order.
const rules: Rules<ConvolutionWindow> = {
  forward: ([x, weight], window) =>
    fromStorage(
      x.backend.kernels.conv2d(planar(x), planar(weight), planarWindow(window)),
      [x.shape[0], weight.shape[0], ...placesOf(x.shape.slice(2), window)],
      x,
    ),
  backward: ({ inputs: [x, weight], attributes: window, wanted }, upstream) => [
    wanted[0] ? inputGradient(upstream, weight, window, x) : null,
    wanted[1] ? weightGradient(x, upstream, window) : null,
  ],
};

const conv1dOperation = defineOperation("conv1d", rules);
const conv2dOperation = defineOperation("conv2d", rules);

const inputGradientOperation = defineOperation("convInputGradient", {
  forward: ([dy, weight], { inputSize, ...window }) =>
    fromStorage(
      dy.backend.kernels.conv2dInputGradient(planar(dy), planar(weight), planarWindow(window), planarSize(inputSize)),
      [dy.shape[0], weight.shape[1] * window.groups, ...inputSize],
      dy,
    ),
  backward: ({ inputs: [dy, weight], attributes: { inputSize: _, ...window }, wanted }, upstream) => [
    wanted[0] ? convolve(upstream, weight, window) : null,
    wanted[1] ? weightGradient(upstream, dy, window) : null,
  ],
});

const weightGradientOperation = defineOperation("convWeightGradient", {
  forward: ([x, dy], window) =>
    fromStorage(
      x.backend.kernels.conv2dWeightGradient(planar(x), planar(dy), planarWindow(window)),
      [dy.shape[1], x.shape[1] / window.groups, ...window.size],
      x,
    ),
  backward: ({ inputs: [x, dy], attributes: window, wanted }, upstream) => [
    wanted[0] ? inputGradient(dy, upstream, window, x) : null,
    wanted[1] ? convolve(x, upstream, window) : null,
  ],
});

function convolve(x: Tensor, weight: Tensor, window: ConvolutionWindow): Tensor {
  return (x.rank === 3 ? conv1dOperation : conv2dOperation)([x, weight], window);
}

function inputGradient(dy: Tensor, weight: Tensor, window: ConvolutionWindow, x: Tensor): Tensor {
  return inputGradientOperation([dy, weight], { ...window, inputSize: x.shape.slice(2) });
}

function weightGradient(x: Tensor, dy: Tensor, window: ConvolutionWindow): Tensor {
  return weightGradientOperation([x, dy], window);
}

interface ConvolutionOptions<Size> {
  /** (out): one number added to each output channel. */
  readonly bias?: Tensor;
  readonly stride?: Size;
  /** Zeros at both ends of each spatial axis. */
  readonly padding?: Size;
  readonly dilation?: Size;
  /** Output channels of one group see the input channels of that group only; `groups: channels` is depthwise. */
  readonly groups?: number;
}

export type Conv1dOptions = ConvolutionOptions<number>;
export type Conv2dOptions = ConvolutionOptions<number | Pair>;

/**
 * Cross-correlation along one axis: x (N,in,L) and weight (out,in/groups,K) give (N,out,L′) with
 * L′ = ⌊(L + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1; y[n,o,i] = Σ weight[o,c,p] · x[n,c,i·stride − padding +
 * p·dilation] + bias[o]. One example (in,L) gives (out,L′). Throws a ShapeError where shapes do not fit and an
 * ArgumentError for a window that is none.
 */
export function conv1d(x: Tensor, weight: Tensor, options: Conv1dOptions = {}): Tensor {
  return convolveWith("conv1d", x, weight, options, 1);
}

/**
 * Cross-correlation over a plane, what networks call convolution (the kernel is not turned round): x (N,in,H,W) and
 * weight (out,in/groups,KH,KW) give (N,out,H′,W′) with H′ = ⌊(H + 2·padding − dilation·(KH − 1) − 1) / stride⌋ + 1, W′
 * likewise. One example (in,H,W) gives (out,H′,W′). Throws like `conv1d`.
 */
export function conv2d(x: Tensor, weight: Tensor, options: Conv2dOptions = {}): Tensor {
  return convolveWith("conv2d", x, weight, options, 2);
}

function convolveWith(
  operation: string,
  x: Tensor,
  weight: Tensor,
  { bias, stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvolutionOptions<PerAxis>,
  axes: number,
): Tensor {
  if (weight.rank !== axes + 2) {
    throw new ShapeError(`${operation} needs a weight of rank ${axes + 2}, got ${formatShape(weight.shape)}`);
  }
  const [outputs, inGroup] = weight.shape;
  const window = { ...makeWindow(operation, { size: weight.shape.slice(2), stride, padding, dilation }, axes), groups };
  if (!Number.isInteger(groups) || groups < 1 || outputs % groups !== 0) {
    throw new ArgumentError(`${operation} needs groups that divide the ${outputs} output channels, got ${groups}`);
  }
  if (bias !== undefined && !sameShape(bias.shape, [outputs])) {
    throw new ShapeError(`${operation} needs a bias (${outputs}), got ${formatShape(bias.shape)}`);
  }
  return inBatch(operation, x, axes, (batch) => {
    if (batch.shape[1] !== inGroup * groups) {
      throw new ShapeError(
        `${operation} needs x with ${inGroup * groups} channels for weight ${formatShape(weight.shape)} ` +
          `in ${groups} group(s), got ${formatShape(x.shape)}`,
      );
    }
    requirePlaces(operation, batch, window);
    const y = convolve(batch, weight, window);
    return bias === undefined ? y : add(y, reshape(bias, [outputs, ...new Array<number>(axes).fill(1)]));
  });
}
