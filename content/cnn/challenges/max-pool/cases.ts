import { grad, maxPool2d, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { Asked, CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Pooling {
  images: Tensor;
  size: number;
  stride: number;
}

interface Inputs extends Pooling {
  upstream: Tensor;
}

const byEngine = ({ images, size, stride }: Pooling) => maxPool2d(images, size, { stride });

const leaf = (images: Tensor) => tensor(images.arraySync(), { requiresGrad: true });

function withUpstream(dice: Dice, pooling: Pooling): Inputs {
  const { shape, size } = byEngine(pooling);
  return { ...pooling, upstream: tensor(dice.vector(size, -2, 2)).reshape(shape) };
}

type Shape = [n: number, c: number, h: number, w: number];

/** Images without equal entries, which finite differences need as well: distances are at least a hundredth. */
function different(dice: Dice, shape: Shape): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  const grid = Array.from({ length: 401 }, (_, i) => (i - 200) / 100);
  return leaf(tensor(dice.sample(grid, count)).reshape(shape));
}

/** Images of few whole numbers, so that most windows have ties. */
function tied(dice: Dice, shape: Shape, low: number, high: number): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return leaf(tensor(Array.from({ length: count }, () => dice.integer(low, high))).reshape(shape));
}

function forward(c: CaseBuilder, inputs: Pooling): Asked {
  const { images, size, stride } = inputs;
  return c.call("max_pool", images, size, stride).returns(byEngine(inputs));
}

function gradientOf(inputs: Inputs): Tensor {
  const [dimages] = grad(byEngine(inputs), [inputs.images], { upstream: inputs.upstream });
  if (!dimages) throw new Error("the engine gave no gradient");
  return dimages;
}

function backward(c: CaseBuilder, inputs: Inputs): Asked {
  const { images, size, stride, upstream } = inputs;
  return c.call("max_pool_backward", upstream, images, size, stride).returns(gradientOf(inputs));
}

const both = (shape: Shape, size: number, stride: number) => (c: CaseBuilder, dice: Dice) => {
  const inputs = withUpstream(dice, { images: different(dice, shape), size, stride });
  forward(c, inputs);
  backward(c, inputs);
};

const SMALL = [
  [
    [
      [1, 3, 2, 0],
      [4, 2, -1, 5],
      [-6, -2, 7, 8],
      [-3, -4, 9, 6],
    ],
  ],
];

export const maxPool = challenge({
  slug: "max-pool",
  area: "cnn",
  defines: ["max_pool", "max_pool_backward"],
  cases: [
    visible("forward, windows side by side", (c) => forward(c, { images: leaf(tensor(SMALL)), size: 2, stride: 2 })),
    visible("backward, windows side by side", (c, dice) =>
      backward(c, withUpstream(dice, { images: leaf(tensor(SMALL)), size: 2, stride: 2 })),
    ),
    visible("backward, windows that overlap", (c, dice) =>
      backward(c, withUpstream(dice, { images: leaf(tensor(SMALL)), size: 3, stride: 1 })),
    ),
    visible("backward, ties", (c, dice) => {
      const images = leaf(
        tensor([
          [
            [
              [0, 2, 5, 5],
              [2, 1, 5, 5],
            ],
          ],
        ]),
      );
      backward(c, withUpstream(dice, { images, size: 2, stride: 2 }));
    }),
    hidden("two images of three channels", both([2, 3, 4, 4], 2, 2)),
    hidden("images that are not square", both([1, 2, 3, 7], 2, 1)),
    hidden("a stride that does not divide", both([1, 1, 6, 5], 3, 2)),
    hidden("a stride wider than the window", both([1, 2, 5, 6], 2, 3)),
    hidden("windows of one pixel", both([1, 2, 3, 3], 1, 1)),
    hidden("a window as large as the image", both([2, 2, 3, 3], 3, 1)),
    hidden("negative images", (c, dice) => {
      const inputs = withUpstream(dice, { images: leaf(different(dice, [1, 2, 4, 4]).sub(9)), size: 2, stride: 2 });
      forward(c, inputs);
      backward(c, inputs);
    }),
    hidden("ties everywhere", (c, dice) => {
      const images = tied(dice, [2, 2, 4, 5], 0, 2);
      for (const [size, stride] of [
        [2, 2],
        [3, 1],
      ]) {
        backward(c, withUpstream(dice, { images, size, stride }));
      }
    }),
    hidden("equal images", (c, dice) =>
      backward(
        c,
        withUpstream(dice, { images: leaf(tensor([[Array(5).fill(Array(5).fill(0))]])), size: 3, stride: 2 }),
      ),
    ),
    hidden("all of the gradient arrives", (c, dice) => {
      const images = tied(dice, [1, 2, 5, 5], -2, 0);
      const { upstream, size, stride } = withUpstream(dice, { images, size: 2, stride: 1 });
      const total = upstream.sum().itemSync();
      c.call("max_pool_backward", upstream, images, size, stride).holds(
        "the gradient sums to what the upstream gradient sums to",
        (g) => Math.abs(g.sum().itemSync() - total) < 1e-9,
      );
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const inputs = withUpstream(dice, { images: different(dice, [1, 2, 4, 3]), size: 2, stride: 1 });
      const { images, size, stride, upstream } = inputs;
      c.gradients({
        at: { images },
        forward: (at) => ({ call: "max_pool", args: [at.images, size, stride] }),
        upstream,
        backward: backward(c, inputs),
      });
    }),
    hidden("used: gains before it trained", (c, dice) => {
      const images = different(dice, [3, 2, 4, 4]);
      const pooling = { size: 2, stride: 2 };
      const targets = tensor(dice.vector(24, -1, 1)).reshape([3, 2, 2, 2]);
      const start = tensor(dice.matrix(4, 4, 0.5, 1.5, 2));
      const [rate, steps] = [0.3, 5];
      const gains = leaf(start);
      const optimizer = optim.sgd([gains], { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = mse(byEngine({ images: images.mul(gains), ...pooling }), targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", images, targets, start, 2, 2, rate, steps).returnsAll({ losses, gains });
    }),
    hidden(
      "whole numbers as images",
      (c, dice) => {
        const inputs = withUpstream(dice, { images: tied(dice, [1, 1, 4, 4], -9, 9), size: 2, stride: 2 });
        c.call("max_pool_backward", inputs.upstream, integers(inputs.images), 2, 2).returns(gradientOf(inputs));
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "last-of-ties",
      says: "when the last of equal entries takes the gradient",
      python: [
        "winners = _windows(images, size, stride).argmax(axis=-1)",
        "winners = size * size - 1 - _windows(images, size, stride)[..., ::-1].argmax(axis=-1)",
      ],
      typescript: ["image[y][x] > image[winner.y][winner.x]", "image[y][x] >= image[winner.y][winner.x]"],
      killedBy: "backward, ties",
    },
    {
      id: "all-of-ties",
      says: "when every one of several equal largest entries gets the whole gradient",
      python: [
        "    winners = _windows(images, size, stride).argmax(axis=-1)\n    n, c, i, j = np.indices(upstream.shape)\n    d_images = np.zeros(images.shape)\n    np.add.at(d_images, (n, c, i * stride + winners // size, j * stride + winners % size), upstream)\n",
        "    d_images = np.zeros(images.shape)\n    for (n, c, i, j), g in np.ndenumerate(upstream):\n        window = np.s_[n, c, i * stride : i * stride + size, j * stride : j * stride + size]\n        d_images[window] += g * (images[window] == images[window].max())\n",
      ],
      typescript: [
        "      gradient[y][x] += g;",
        "      for (let k = 0; k < size; k++) {\n        for (let l = 0; l < size; l++) {\n          const [row, column] = [i * stride + k, j * stride + l];\n          if (image[row][column] === image[y][x]) gradient[row][column] += g;\n        }\n      }",
      ],
      killedBy: "backward, ties",
    },
    {
      id: "to-the-whole-window",
      says: "when every pixel of a window gets its gradient, the largest or not",
      python: [
        "    winners = _windows(images, size, stride).argmax(axis=-1)\n    n, c, i, j = np.indices(upstream.shape)\n    d_images = np.zeros(images.shape)\n    np.add.at(d_images, (n, c, i * stride + winners // size, j * stride + winners % size), upstream)\n",
        "    d_images = np.zeros(images.shape)\n    for (n, c, i, j), g in np.ndenumerate(upstream):\n        d_images[n, c, i * stride : i * stride + size, j * stride : j * stride + size] += g\n",
      ],
      typescript: [
        "      const { y, x } = winnerOf(image, i * stride, j * stride, size);\n      gradient[y][x] += g;",
        "      for (let k = 0; k < size; k++) {\n        for (let l = 0; l < size; l++) gradient[i * stride + k][j * stride + l] += g;\n      }",
      ],
      killedBy: "backward, windows side by side",
      misconception: "max-gate-to-both",
    },
    {
      id: "overlaps-overwritten",
      says: "when a pixel that won several windows keeps the gradient of the last one only",
      python: [
        "np.add.at(d_images, (n, c, i * stride + winners // size, j * stride + winners % size), upstream)",
        "d_images[n, c, i * stride + winners // size, j * stride + winners % size] = upstream",
      ],
      typescript: ["gradient[y][x] += g;", "gradient[y][x] = g;"],
      killedBy: "backward, windows that overlap",
      misconception: "fan-out-overwritten",
    },
    {
      id: "stride-is-the-size",
      says: "when windows always lie side by side, whatever the stride",
      python: ["windows[:, :, ::stride, ::stride]", "windows[:, :, ::size, ::size]"],
      typescript: ["poolImage(channel, size, stride)", "poolImage(channel, size, size)"],
      killedBy: "images that are not square",
    },
    {
      id: "size-rounded-up",
      says: "with windows that stick out at the border, counted by rounding up in place of down",
      python: [
        "    windows = np.lib",
        "    height, width = (-(-(length - size) // stride) * stride + size for length in images.shape[2:])\n    images = np.pad(images, ((0, 0), (0, 0), (0, height - images.shape[2]), (0, width - images.shape[3])), constant_values=-np.inf)\n    windows = np.lib",
      ],
      typescript: [
        "  const rows = Math.floor((image.length - size) / stride) + 1;\n  const columns = Math.floor((image[0].length - size) / stride) + 1;\n  return range(rows).map((i) =>\n    range(columns).map((j) => {\n      const { y, x } = winnerOf(image, i * stride, j * stride, size);\n      return image[y][x];",
        "  const rows = Math.ceil((image.length - size) / stride) + 1;\n  const columns = Math.ceil((image[0].length - size) / stride) + 1;\n  return range(rows).map((i) =>\n    range(columns).map((j) => {\n      const window = image.slice(i * stride, i * stride + size).flatMap((row) => row.slice(j * stride, j * stride + size));\n      return Math.max(...window);",
      ],
      killedBy: "a stride that does not divide",
    },
    {
      id: "best-from-zero",
      says: "when the search for the largest entry starts at 0, so that negative windows give 0",
      python: [
        "    return _windows(images, size, stride).max(axis=-1)",
        "    return _windows(images, size, stride).max(axis=-1, initial=0)",
      ],
      typescript: ["      return image[y][x];", "      return Math.max(0, image[y][x]);"],
      killedBy: "forward, windows side by side",
    },
  ],
});
