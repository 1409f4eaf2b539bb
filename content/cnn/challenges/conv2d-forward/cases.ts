import { conv2d, type Tensor, tensor, uniform, Rng } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Inputs {
  images: Tensor;
  kernels: Tensor;
  bias: Tensor;
  stride: number;
  padding: number;
}

const byEngine = ({ images, kernels, ...layer }: Inputs) => conv2d(images, kernels, layer);

interface Sizes {
  images: [n: number, c: number, h: number, w: number];
  outputs: number;
  kernel: [number, number];
  stride?: number;
  padding?: number;
}

function draw(dice: Dice, { images, outputs, kernel, stride = 1, padding = 0 }: Sizes): Inputs {
  const drawn = (shape: number[]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return tensor(dice.vector(size, -2, 2)).reshape(shape);
  };
  return {
    images: drawn(images),
    kernels: drawn([outputs, images[1], ...kernel]),
    bias: drawn([outputs]),
    stride,
    padding,
  };
}

function asked(c: CaseBuilder, inputs: Inputs) {
  const { images, kernels, bias, stride, padding } = inputs;
  return c.call("conv2d", images, kernels, bias, stride, padding).returns(byEngine(inputs));
}

const sized = (sizes: Sizes) => (c: CaseBuilder, dice: Dice) => void asked(c, draw(dice, sizes));

export const conv2dForward = challenge({
  slug: "conv2d-forward",
  area: "cnn",
  defines: ["conv2d"],
  cases: [
    visible("one channel, one kernel", (c) =>
      asked(c, {
        images: tensor([
          [
            [
              [1, 2, 3],
              [4, 5, 6],
              [7, 8, 9],
            ],
          ],
        ]),
        kernels: tensor([
          [
            [
              [1, 0],
              [0, -2],
            ],
          ],
        ]),
        bias: tensor([0.5]),
        stride: 1,
        padding: 0,
      }),
    ),
    visible("two channels, two kernels", sized({ images: [1, 2, 3, 3], outputs: 2, kernel: [2, 2] })),
    visible("padding", sized({ images: [1, 1, 2, 2], outputs: 1, kernel: [3, 3], padding: 1 })),
    visible("stride", sized({ images: [1, 1, 4, 4], outputs: 1, kernel: [2, 2], stride: 2 })),
    hidden("a batch of three", sized({ images: [3, 2, 4, 5], outputs: 3, kernel: [3, 3], padding: 1 })),
    hidden("a stride that does not divide", sized({ images: [1, 1, 6, 5], outputs: 2, kernel: [3, 3], stride: 2 })),
    hidden("a stride with padding", sized({ images: [2, 1, 5, 4], outputs: 1, kernel: [3, 3], stride: 2, padding: 1 })),
    hidden("a kernel as large as the image", sized({ images: [2, 2, 3, 3], outputs: 2, kernel: [3, 3] })),
    hidden("a kernel of one pixel", sized({ images: [1, 3, 3, 2], outputs: 2, kernel: [1, 1] })),
    hidden("a kernel that is not square", sized({ images: [1, 2, 4, 4], outputs: 1, kernel: [3, 2] })),
    hidden("an image that is not square", sized({ images: [1, 1, 3, 6], outputs: 2, kernel: [2, 2] })),
    hidden("one row", sized({ images: [1, 1, 1, 6], outputs: 1, kernel: [1, 3] })),
    hidden("much padding", sized({ images: [1, 1, 2, 2], outputs: 1, kernel: [2, 2], padding: 3 })),
    hidden("images shifted by a pixel", (c, dice) => {
      const images = uniform([1, 1, 5, 6], new Rng(dice.integer(0, 2 ** 31)), -1, 1);
      const kernels = uniform([1, 1, 2, 2], new Rng(dice.integer(0, 2 ** 31)), -1, 1);
      const before = c.call("conv2d", images.slice(3, 0, 5), kernels, [0], 1, 0);
      const after = c.call("conv2d", images.slice(3, 1, 6), kernels, [0], 1, 0);
      c.holds(
        "shifting the image shifts the result",
        [after, before],
        (p, q) =>
          p.shape.join() === "1,1,4,4" &&
          q.shape.join() === "1,1,4,4" &&
          p
            .slice(3, 0, 3)
            .sub(q.slice(3, 1, 4))
            .abs()
            .max()
            .itemSync() < 1e-9,
      );
    }),
  ],
  mutants: [
    {
      id: "kernel-flipped",
      says: "when the kernel is flipped, which is the mathematicians' convolution",
      python: ["windows, kernels)", "windows, kernels[:, :, ::-1, ::-1])"],
      typescript: [
        "weight * image[top + k][left + l]",
        "weight * image[top + kernel.length - 1 - k][left + row.length - 1 - l]",
      ],
      killedBy: "one channel, one kernel",
    },
    {
      id: "padding-forgotten",
      says: "without the padding",
      python: ["padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))", "padded = images"],
      typescript: ["padImage(channel, padding)", "padImage(channel, 0)"],
      killedBy: "padding",
    },
    {
      id: "padded-on-one-side",
      says: "when zeros are added on one side only",
      python: ["(padding, padding), (padding, padding)", "(padding, 0), (padding, 0)"],
      typescript: [
        "const padded = channels.map((channel) => padImage(channel, padding));",
        "const padded = channels.map((channel) => padImage(channel, padding).slice(0, channel.length + padding).map((row) => row.slice(0, row.length - padding)));",
      ],
      killedBy: "padding",
    },
    {
      id: "first-channel-only",
      says: "when only the first channel is summed",
      python: [
        "windows = windows[:, :, ::stride, ::stride]",
        "windows = windows[:, :, ::stride, ::stride]\n    windows = windows * (np.arange(windows.shape[1]) == 0)[:, None, None, None, None]",
      ],
      typescript: ["sum + windowSum(padded[c]", "sum + (c === 0 ? 1 : 0) * windowSum(padded[c]"],
      killedBy: "two channels, two kernels",
    },
    {
      id: "stride-one",
      says: "when the stride is left out",
      python: ["windows[:, :, ::stride, ::stride]", "windows[:, :, ::1, ::1]"],
      typescript: ["i * stride, j * stride)", "i, j)"],
      killedBy: "stride",
    },
    {
      id: "bias-left-out",
      says: "without the bias",
      python: ["return y + bias[:, None, None]", "return y"],
      typescript: ["j * stride), bias[o])", "j * stride), 0)"],
      killedBy: "one channel, one kernel",
    },
  ],
});
