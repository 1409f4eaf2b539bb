import { zeros } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Axis {
  length: number;
  kernel: number;
  stride?: number;
  padding?: number;
  dilation?: number;
}

type Layer = readonly [kernel: number, stride: number, dilation: number];

/** Positions tried one after another: does the kernel's last entry still stand on a pixel? */
function positions({ length, kernel, stride = 1, padding = 0, dilation = 1 }: Axis): number {
  const pixels = zeros([length]).pad(0, padding, padding).size;
  let count = 0;
  for (let first = 0; first + dilation * (kernel - 1) < pixels; first += stride) count++;
  return count;
}

function size(c: CaseBuilder, axis: Axis): void {
  const { length, kernel, stride = 1, padding = 0, dilation = 1 } = axis;
  c.call("output_size", length, kernel, stride, padding, dilation).returns(positions(axis));
}

/** The pixels of the input that a unit of the last layer sees, found layer by layer from the last one down. */
function pixelsOf(unit: number, layers: readonly Layer[]): number[] {
  return layers.reduceRight(
    (units, [kernel, stride, dilation]) => [
      ...new Set(units.flatMap((at) => Array.from({ length: kernel }, (_, k) => at * stride + k * dilation))),
    ],
    [unit],
  );
}

function field(c: CaseBuilder, layers: readonly Layer[]): void {
  const [seen, next] = [pixelsOf(0, layers), pixelsOf(1, layers)];
  c.call("receptive_field", list(...layers.map((layer) => list(...layer)))).returnsAll({
    field: Math.max(...seen) - Math.min(...seen) + 1,
    jump: Math.min(...next) - Math.min(...seen),
  });
}

interface Convolution {
  inputs: number;
  outputs: number;
  size: number;
  groups?: number;
  bias?: boolean;
}

/** The sizes of the arrays that hold them. */
function entries({ inputs, outputs, size, groups = 1, bias = true }: Convolution): number {
  const kernels = zeros([outputs, inputs / groups, size, size]);
  return kernels.size + (bias ? zeros([outputs]).size : 0);
}

function parameters(c: CaseBuilder, convolution: Convolution): void {
  const { inputs, outputs, size, groups = 1, bias = true } = convolution;
  c.call("conv_parameters", inputs, outputs, size, groups, bias).returns(entries(convolution));
}

const layer = (dice: Dice): Layer => [dice.integer(1, 5), dice.integer(1, 3), dice.integer(1, 3)];

export const outputSizeAndReceptiveField = challenge({
  slug: "output-size-and-receptive-field",
  area: "cnn",
  defines: ["output_size", "receptive_field", "conv_parameters"],
  cases: [
    visible("an output size", (c) => size(c, { length: 6, kernel: 3, stride: 2 })),
    visible("an output size with padding and dilation", (c) =>
      size(c, { length: 10, kernel: 3, padding: 1, dilation: 2 }),
    ),
    visible("a receptive field", (c) =>
      field(c, [
        [3, 1, 1],
        [2, 2, 1],
        [3, 1, 2],
      ]),
    ),
    visible("parameters", (c) => parameters(c, { inputs: 3, outputs: 8, size: 5 })),
    hidden("strides", (c, dice) => {
      for (let stride = 1; stride <= 4; stride++) size(c, { length: dice.integer(9, 40), kernel: 3, stride });
    }),
    hidden("padding that keeps the size", (c, dice) => {
      for (const padding of [0, 1, 2, 3]) size(c, { length: dice.integer(5, 30), kernel: 2 * padding + 1, padding });
    }),
    hidden("dilation", (c, dice) => {
      for (const dilation of [2, 3, 4]) {
        size(c, { length: dice.integer(20, 40), kernel: dice.integer(2, 5), stride: dice.integer(1, 3), dilation });
      }
    }),
    hidden("a kernel of one pixel", (c, dice) => {
      const length = dice.integer(4, 12);
      size(c, { length, kernel: 1, stride: 2, dilation: dice.integer(1, 4) });
      size(c, { length: 1, kernel: 1 });
    }),
    hidden("a kernel as long as the axis, and one pixel longer", (c, dice) => {
      const length = dice.integer(2, 9);
      size(c, { length, kernel: length, stride: 2 });
      size(c, { length, kernel: length + 1, stride: 2 });
      size(c, { length, kernel: length + 1, padding: 1, stride: 3 });
    }),
    hidden("a kernel far too long", (c, dice) => {
      size(c, { length: dice.integer(1, 4), kernel: dice.integer(9, 15) });
      size(c, { length: dice.integer(4, 6), kernel: 3, dilation: dice.integer(5, 9), stride: 2 });
    }),
    hidden("random sizes", (c, dice) => {
      for (let i = 0; i < 6; i++) {
        const [kernel, stride, dilation] = layer(dice);
        size(c, { length: dice.integer(10, 60), kernel, stride, padding: dice.integer(0, 4), dilation });
      }
    }),
    hidden("no layers", (c) => field(c, [])),
    hidden("one layer", (c, dice) => field(c, [layer(dice)])),
    hidden("one stride at different places", (c, dice) => {
      const [plain, halving]: Layer[] = [
        [3, 1, 1],
        [3, dice.integer(2, 3), 1],
      ];
      field(c, [halving, plain, plain]);
      field(c, [plain, halving, plain]);
      field(c, [plain, plain, halving]);
    }),
    hidden("dilations that double", (c, dice) => {
      const kernel = dice.integer(2, 3);
      field(
        c,
        [1, 2, 4, 8].map((dilation) => [kernel, 1, dilation]),
      );
    }),
    hidden("random stacks", (c, dice) => {
      for (let i = 0; i < 4; i++)
        field(
          c,
          Array.from({ length: dice.integer(2, 4) }, () => layer(dice)),
        );
    }),
    hidden("parameters without a bias", (c, dice) =>
      parameters(c, { inputs: dice.integer(2, 64), outputs: dice.integer(2, 64), size: 3, bias: false }),
    ),
    hidden("parameters of a 1 × 1 convolution", (c, dice) =>
      parameters(c, { inputs: dice.integer(2, 64), outputs: dice.integer(2, 64), size: 1 }),
    ),
    hidden("parameters with groups", (c, dice) => {
      const groups = dice.integer(2, 4);
      const inputs = groups * dice.integer(2, 5);
      parameters(c, { inputs, outputs: groups * dice.integer(2, 5), size: 3, groups });
      parameters(c, { inputs, outputs: 2 * inputs, size: 5, groups: inputs, bias: false });
    }),
    hidden("used: a network summed up", (c, dice) => {
      const [height, width, classes] = [dice.integer(20, 32), dice.integer(20, 32), dice.integer(2, 10)];
      const layers = [dice.integer(4, 8), dice.integer(8, 12), dice.integer(12, 16)].map((outputs, i) => ({
        outputs,
        kernel: dice.integer(2, 5),
        stride: i === 1 ? 2 : 1,
        padding: dice.integer(0, 2),
      }));
      let [rows, columns, inputs] = [height, width, 3];
      const sizes: number[][] = [];
      const counts: number[] = [];
      for (const { outputs, ...own } of layers) {
        [rows, columns] = [positions({ length: rows, ...own }), positions({ length: columns, ...own })];
        sizes.push([rows, columns]);
        counts.push(entries({ inputs, outputs, size: own.kernel }));
        inputs = outputs;
      }
      counts.push(zeros([inputs * rows * columns + 1, classes]).size);
      const asked = layers.map(({ outputs, kernel, stride, padding }) => list(outputs, kernel, stride, padding));
      c.call("harness.summarise", height, width, 3, list(...asked), classes).returnsAll({ sizes, parameters: counts });
    }),
  ],
  mutants: [
    {
      id: "rounded-up",
      says: "with the size rounded up where the stride does not divide",
      python: ["(length + 2 * padding - reach) // stride + 1", "-(-(length + 2 * padding - reach) // stride) + 1"],
      typescript: ["Math.floor(", "Math.ceil("],
      killedBy: "an output size",
    },
    {
      id: "padding-once",
      says: "with the padding of one side only",
      python: ["length + 2 * padding", "length + padding"],
      typescript: ["length + 2 * padding", "length + padding"],
      killedBy: "an output size with padding and dilation",
    },
    {
      id: "reach-of-d-times-k",
      says: "with a dilated kernel that reaches over d · K pixels",
      python: ["reach = dilation * (kernel - 1) + 1", "reach = dilation * kernel"],
      typescript: ["const reach = dilation * (kernel - 1) + 1;", "const reach = dilation * kernel;"],
      killedBy: "an output size with padding and dilation",
    },
    {
      id: "one-position-lost",
      says: "without the + 1: the first position is not counted",
      python: ["// stride + 1)", "// stride)"],
      typescript: ["/ stride) + 1)", "/ stride))"],
      killedBy: "an output size",
    },
    {
      id: "negative-size",
      says: "with a negative size where the kernel is far too long",
      python: ["max(0, (length + 2 * padding - reach) // stride + 1)", "(length + 2 * padding - reach) // stride + 1"],
      typescript: [
        "Math.max(0, Math.floor((length + 2 * padding - reach) / stride) + 1)",
        "Math.floor((length + 2 * padding - reach) / stride) + 1",
      ],
      killedBy: "a kernel far too long",
    },
    {
      id: "own-stride-counted",
      says: "when a layer's own stride already widens its own kernel",
      python: [
        "        field += dilation * (kernel - 1) * jump\n        jump *= stride\n",
        "        jump *= stride\n        field += dilation * (kernel - 1) * jump\n",
      ],
      typescript: [
        "    field += dilation * (kernel - 1) * jump;\n    jump *= stride;\n",
        "    jump *= stride;\n    field += dilation * (kernel - 1) * jump;\n",
      ],
      killedBy: "a receptive field",
    },
    {
      id: "jump-left-out",
      says: "when the strides of earlier layers do not widen the kernels of later ones",
      python: ["(kernel - 1) * jump", "(kernel - 1)"],
      typescript: ["(kernel - 1) * jump", "(kernel - 1)"],
      killedBy: "a receptive field",
    },
    {
      id: "input-channels-left-out",
      says: "with kernels of one slice, whatever the number of input channels",
      python: ["outputs * (seen * size**2 + bias)", "outputs * (size**2 + bias)"],
      typescript: ["outputs * (seen * size ** 2 +", "outputs * (size ** 2 +"],
      killedBy: "parameters",
    },
  ],
});
