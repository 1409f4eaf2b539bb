import { conv2d, grad, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { Asked, CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Layer {
  images: Tensor;
  kernels: Tensor;
  bias: Tensor;
  stride: number;
  padding: number;
}

interface Inputs extends Layer {
  upstream: Tensor;
}

const byEngine = ({ images, kernels, bias, stride, padding }: Layer) =>
  conv2d(images, kernels, { bias, stride, padding });

interface Sizes {
  images: [n: number, c: number, h: number, w: number];
  outputs: number;
  kernel: [number, number];
  stride?: number;
  padding?: number;
}

const leaf = (numbers: Tensor) => tensor(numbers.arraySync(), { requiresGrad: true });

function drawn(dice: Dice, shape: readonly number[], within = 2, places = 1): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return leaf(tensor(dice.vector(size, -within, within, places)).reshape(shape));
}

/** An upstream gradient for a layer's result. */
function withUpstream(dice: Dice, layer: Layer): Inputs {
  return { ...layer, upstream: drawn(dice, byEngine(layer).shape) };
}

function draw(dice: Dice, { images, outputs, kernel, stride = 1, padding = 0 }: Sizes): Inputs {
  return withUpstream(dice, {
    images: drawn(dice, images),
    kernels: drawn(dice, [outputs, images[1], ...kernel]),
    bias: drawn(dice, [outputs]),
    stride,
    padding,
  });
}

function gradientsOf(inputs: Inputs): Record<"dimages" | "dkernels" | "dbias", Tensor> {
  const { images, kernels, bias, upstream } = inputs;
  const [dimages, dkernels, dbias] = grad(byEngine(inputs), [images, kernels, bias], { upstream });
  if (!dimages || !dkernels || !dbias) throw new Error("the engine gave no gradient");
  return { dimages, dkernels, dbias };
}

function backward(c: CaseBuilder, inputs: Inputs): Asked {
  const { images, kernels, upstream, stride, padding } = inputs;
  return c.call("conv2d_backward", upstream, images, kernels, stride, padding).returnsAll(gradientsOf(inputs));
}

function differences(c: CaseBuilder, inputs: Inputs): void {
  const { images, kernels, bias, upstream, stride, padding } = inputs;
  c.gradients({
    at: { images, kernels, bias },
    forward: (at) => ({ call: "conv2d", args: [at.images, at.kernels, at.bias, stride, padding] }),
    upstream,
    backward: backward(c, inputs),
  });
}

const sized = (sizes: Sizes) => (c: CaseBuilder, dice: Dice) => void backward(c, draw(dice, sizes));

export const conv2dBackward = challenge({
  slug: "conv2d-backward",
  area: "cnn",
  defines: ["conv2d", "conv2d_backward"],
  cases: [
    visible("one channel, one kernel", (c) =>
      backward(c, {
        images: leaf(
          tensor([
            [
              [
                [1, 2, 3],
                [4, 5, 6],
                [7, 8, 9],
              ],
            ],
          ]),
        ),
        kernels: leaf(
          tensor([
            [
              [
                [1, 0],
                [3, -2],
              ],
            ],
          ]),
        ),
        bias: leaf(tensor([0.5])),
        upstream: tensor([
          [
            [
              [1, 0],
              [2, -1],
            ],
          ],
        ]),
        stride: 1,
        padding: 0,
      }),
    ),
    visible("two images, two channels, two kernels", sized({ images: [2, 2, 2, 3], outputs: 2, kernel: [2, 2] })),
    visible("padding", sized({ images: [1, 1, 2, 2], outputs: 1, kernel: [3, 3], padding: 1 })),
    visible("stride", sized({ images: [1, 1, 4, 4], outputs: 1, kernel: [2, 2], stride: 2 })),
    visible("backward fits forward", (c, dice) =>
      differences(c, draw(dice, { images: [1, 1, 2, 3], outputs: 2, kernel: [2, 2] })),
    ),
    hidden("a batch of three", sized({ images: [3, 2, 3, 4], outputs: 3, kernel: [2, 2], padding: 1 })),
    hidden("a stride that does not divide", sized({ images: [1, 1, 6, 5], outputs: 2, kernel: [3, 3], stride: 2 })),
    hidden("a stride with padding", sized({ images: [2, 1, 5, 4], outputs: 1, kernel: [3, 3], stride: 2, padding: 1 })),
    hidden("a stride wider than the kernel", sized({ images: [1, 2, 5, 6], outputs: 1, kernel: [2, 1], stride: 3 })),
    hidden("a kernel as large as the image", sized({ images: [2, 2, 3, 3], outputs: 2, kernel: [3, 3] })),
    hidden("a kernel of one pixel", sized({ images: [1, 3, 3, 2], outputs: 2, kernel: [1, 1] })),
    hidden("nothing square", sized({ images: [1, 2, 3, 5], outputs: 1, kernel: [3, 2], padding: 1 })),
    hidden("padding wider than the kernel", sized({ images: [1, 1, 2, 2], outputs: 1, kernel: [2, 2], padding: 3 })),
    hidden("gradients by finite differences", (c, dice) =>
      differences(c, draw(dice, { images: [1, 1, 4, 3], outputs: 1, kernel: [2, 3], stride: 2, padding: 1 })),
    ),
    hidden("used: two convolutions trained", (c, dice) => {
      const images = drawn(dice, [2, 1, 3, 4], 1);
      const targets = drawn(dice, [2, 1, 2, 2], 1);
      const start = [[2, 1, 2, 2], [2], [1, 2, 2, 2], [1]].map((shape) => drawn(dice, shape, 1));
      const [rate, steps] = [0.05, 4];
      const parameters = start.map(leaf);
      const [first, firstBias, second, secondBias] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const a = byEngine({ images, kernels: first, bias: firstBias, stride: 1, padding: 1 }).tanh();
        const loss = mse(byEngine({ images: a, kernels: second, bias: secondBias, stride: 2, padding: 0 }), targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", images, targets, ...start, rate, steps).returnsAll({
        losses,
        "the first kernels": first,
        "the first bias": firstBias,
        "the second kernels": second,
        "the second bias": secondBias,
      });
    }),
    hidden(
      "whole numbers as images and kernels",
      (c, dice) => {
        const [images, kernels] = [drawn(dice, [1, 1, 3, 3], 9, 0), drawn(dice, [1, 1, 2, 2], 9, 0)];
        const inputs = withUpstream(dice, { images, kernels, bias: leaf(tensor([0])), stride: 1, padding: 1 });
        c.call("conv2d_backward", inputs.upstream, integers(images), integers(kernels), 1, 1).returnsAll(
          gradientsOf(inputs),
        );
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "kernel-not-flipped",
      says: "when the upstream gradient is correlated with the kernels as they stand, not flipped, for the images' gradient",
      python: [
        'np.einsum("noij,oc->ncij", upstream, kernels[:, :, k, l])',
        'np.einsum("noij,oc->ncij", upstream, kernels[:, :, -1 - k, -1 - l])',
      ],
      typescript: [
        "gradient[i * stride + k][j * stride + l] += g * weight;",
        "gradient[i * stride + k][j * stride + l] += g * kernel[kernel.length - 1 - k][line.length - 1 - l];",
      ],
      killedBy: "one channel, one kernel",
    },
    {
      id: "overlaps-overwritten",
      says: "when a pixel keeps the gradient of one window only, in place of the sum over all that saw it",
      python: ["d_padded[met] += ", "d_padded[met] = "],
      typescript: [
        "gradient[i * stride + k][j * stride + l] += g * weight;",
        "gradient[i * stride + k][j * stride + l] = g * weight;",
      ],
      killedBy: "one channel, one kernel",
      misconception: "fan-out-overwritten",
    },
    {
      id: "border-cut-on-one-side",
      says: "when the whole border is cut off the images' gradient at the bottom and on the right",
      python: [
        "d_padded[:, :, padding : padding + height, padding : padding + width]",
        "d_padded[:, :, :height, :width]",
      ],
      typescript: [
        "image.slice(padding, padding + height).map((row) => row.slice(padding, padding + width))",
        "image.slice(0, height).map((row) => row.slice(0, width))",
      ],
      killedBy: "padding",
    },
    {
      id: "stride-one",
      says: "when the windows are taken to lie side by side, without the stride",
      python: [
        "np.s_[:, :, k : k + stride * rows : stride, l : l + stride * columns : stride]",
        "np.s_[:, :, k : k + rows, l : l + columns]",
      ],
      typescript: [
        "map, padded[n][c], stride);\n        addToImage(dPadded[n][c], map, slice, stride);",
        "map, padded[n][c], 1);\n        addToImage(dPadded[n][c], map, slice, 1);",
      ],
      killedBy: "stride",
    },
    {
      id: "channels-exchanged",
      says: "with input and output channels of the kernels exchanged in the images' gradient",
      python: ['"noij,oc->ncij"', '"noij,co->ncij"'],
      typescript: [
        "addToImage(dPadded[n][c], map, slice, stride)",
        "addToImage(dPadded[n][c], map, kernels[c][o], stride)",
      ],
      killedBy: "two images, two channels, two kernels",
    },
    {
      id: "averaged-over-positions",
      says: "with the kernels' gradient averaged over the positions in place of summed",
      python: [
        'np.einsum("noij,ncij->oc", upstream, padded[met])',
        'np.einsum("noij,ncij->oc", upstream, padded[met]) / (rows * columns)',
      ],
      typescript: [
        "line[l] += g * image[i * stride + k][j * stride + l];",
        "line[l] += (g * image[i * stride + k][j * stride + l]) / (upstream.length * row.length);",
      ],
      killedBy: "one channel, one kernel",
    },
    {
      id: "bias-averaged",
      says: "with the bias's gradient averaged over images and positions in place of summed",
      python: ["upstream.sum(axis=(0, 2, 3))", "upstream.mean(axis=(0, 2, 3))"],
      typescript: [
        "dBias[o] += total(map);",
        "dBias[o] += total(map) / (upstream.length * map.length * map[0].length);",
      ],
      killedBy: "two images, two channels, two kernels",
      misconception: "batch-mean-twice",
    },
    {
      id: "one-image-for-the-kernels",
      says: "when only the last image counts for the kernels' gradient, in place of the sum over the batch",
      python: [
        'np.einsum("noij,ncij->oc", upstream, padded[met])',
        'np.einsum("oij,cij->oc", upstream[-1], padded[met][-1])',
      ],
      typescript: [
        "addToSlice(dKernels[o][c], map, padded[n][c], stride);",
        "dKernels[o][c] = zeros(slice);\n        addToSlice(dKernels[o][c], map, padded[n][c], stride);",
      ],
      killedBy: "two images, two channels, two kernels",
    },
  ],
});
