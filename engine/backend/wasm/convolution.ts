import { sizeOf } from "../../shape.ts";
import { type ConvolutionWindow, type Pair, placesOf } from "../../window.ts";
import type { Kernels, View } from "../backend.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, withContiguous } from "./movement.ts";
import { type Planes, withPadding, withSpread } from "./spread.ts";

type WasmView = View<WasmStorage>;
type Convolution = Pick<Kernels<WasmStorage>, "conv2d" | "conv2dInputGradient" | "conv2dWeightGradient">;

/**
 * All three as matrix products with a matrix of patches (depth × columns) that is never written down: entry (d,j) is found
 * by two tables of offsets into the padded input (see convolution-kernels.ts). Depths are an entry of a window in a channel,
 * columns a place of the window.
 */
export function convolution(machine: Machine): Convolution {
  return {
    // y (O, places) = weight (O, C·KH·KW) · patches (C·KH·KW, places)
    conv2d: (x, weight, window) =>
      withContiguous(machine, weight, (weights) =>
        withPadding(machine, x, { padding: window.padding, fill: 0 }, (planes) => {
          const [N, C, H, W] = x.shape;
          const [O, inGroup] = weight.shape;
          const places = placesOf([H, W], window) as unknown as Pair;
          const y = machine.memory.allocate(N * O * sizeOf(places));
          const depths = entryOffsets(planes, inGroup, window);
          const row = depths.length;
          return convolve(machine, window.groups, {
            images: N,
            m: O / window.groups,
            a: { address: addressOf(weights), image: 0, row, group: (O / window.groups) * row },
            patches: { planes, image: C, group: inGroup, depths, columns: placeOffsets(planes, places, window.stride) },
            c: { storage: y, image: O * sizeOf(places) },
          });
        }),
      ),

    // dx (C, H·W) = weight by input channel (C, O·KH·KW) · patches of the spread dy (O·KH·KW, H·W), windows read backwards
    conv2dInputGradient: (dy, weight, window, inputSize) => {
      const { size, stride, padding, dilation, groups } = window;
      const [N, O] = dy.shape;
      const inGroup = weight.shape[1];
      const C = inGroup * groups;
      const reach = [dilation[0] * (size[0] - 1), dilation[1] * (size[1] - 1)];
      const layout = {
        size: [inputSize[0] + reach[0], inputSize[1] + reach[1]] as const,
        offset: [reach[0] - padding[0], reach[1] - padding[1]] as const,
        step: stride,
        fill: 0,
      };
      return withContiguous(machine, byInputChannel(weight, groups), (weights) =>
        withSpread(machine, dy, layout, (planes) => {
          const dx = machine.memory.allocate(N * C * sizeOf(inputSize));
          const depths = backwards(entryOffsets(planes, O / groups, window), sizeOf(size));
          return convolve(machine, groups, {
            images: N,
            m: inGroup,
            a: { address: addressOf(weights), image: 0, row: depths.length, group: inGroup * depths.length },
            patches: {
              planes,
              image: O,
              group: O / groups,
              depths,
              columns: placeOffsets(planes, inputSize, [1, 1]),
            },
            c: { storage: dx, image: C * sizeOf(inputSize) },
          });
        }),
      );
    },

    // dweight (O, C·KH·KW) = Σ over images of dy (O, places) · patchesᵀ (places, C·KH·KW)
    conv2dWeightGradient: (x, dy, window) =>
      withContiguous(machine, dy, (arriving) =>
        withPadding(machine, x, { padding: window.padding, fill: 0 }, (planes) => {
          const [N, C] = x.shape;
          const [, O, ...places] = dy.shape;
          const inGroup = C / window.groups;
          const dw = machine.memory.allocate(O * inGroup * sizeOf(window.size));
          const row = sizeOf(places);
          return convolve(machine, window.groups, {
            images: N,
            m: O / window.groups,
            a: { address: addressOf(arriving), image: O * row, row, group: (O / window.groups) * row },
            patches: {
              planes,
              image: C,
              group: inGroup,
              depths: placeOffsets(planes, places as unknown as Pair, window.stride),
              columns: entryOffsets(planes, inGroup, window),
            },
            c: { storage: dw, image: 0 },
          });
        }),
      ),
  };
}

interface Product {
  readonly images: number;
  /** Rows of c, in each group. */
  readonly m: number;
  /** Rows of a, contiguous; `image` and `group` are entries from one to the next. */
  readonly a: { readonly address: number; readonly image: number; readonly row: number; readonly group: number };
  /** `image` and `group` are planes from one to the next. */
  readonly patches: {
    readonly planes: Planes;
    readonly image: number;
    readonly group: number;
    readonly depths: Int32Array;
    readonly columns: Int32Array;
  };
  /** `image` is entries from one image to the next; 0 to sum them all. */
  readonly c: { readonly storage: WasmStorage; readonly image: number };
}

function convolve(machine: Machine, groups: number, { images, m, a, patches, c }: Product): WasmStorage {
  const { planes, depths, columns } = patches;
  if (images === 0 || m === 0 || depths.length === 0 || columns.length === 0) {
    machine.fill(c.storage, 0);
    return c.storage;
  }
  const tables = machine.memory.allocate(depths.length + columns.length);
  machine.write(tables, depths);
  machine.write(tables, columns, depths.length);
  const plane = planes.height * planes.width * 4;
  for (let group = 0; group < groups; group++) {
    machine.launch(
      machine.kernel("convolve"),
      images,
      m,
      columns.length,
      depths.length,
      a.address + group * a.group * 4,
      a.image * 4,
      a.row * 4,
      4,
      planes.address + group * patches.group * plane,
      patches.image * plane,
      tables.pointer,
      tables.pointer + 4 * depths.length,
      c.storage.pointer + group * m * columns.length * 4,
      columns.length * 4,
      c.image * 4,
    );
  }
  machine.memory.release(tables);
  return c.storage;
}

// Offsets in bytes of the entries of a window, channel by channel.
function entryOffsets({ height, width }: Planes, channels: number, { size, dilation }: ConvolutionWindow<Pair>) {
  const offsets = new Int32Array(channels * sizeOf(size));
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let p = 0; p < size[0]; p++) {
      for (let q = 0; q < size[1]; q++) {
        offsets[at++] = 4 * ((c * height + p * dilation[0]) * width + q * dilation[1]);
      }
    }
  }
  return offsets;
}

// Every run of `length` numbers from its end to its start.
function backwards(numbers: Int32Array, length: number): Int32Array {
  return numbers.map((_, i) => numbers[i + length - 1 - 2 * (i % length)]);
}

// Offsets in bytes of the first entry of each window.
function placeOffsets({ width }: Planes, [down, across]: Pair, stride: Pair): Int32Array {
  const offsets = new Int32Array(down * across);
  for (let i = 0; i < down; i++) {
    for (let j = 0; j < across; j++) offsets[i * across + j] = 4 * (i * stride[0] * width + j * stride[1]);
  }
  return offsets;
}

// weight (O,C/groups,KH,KW) read as (groups, C/groups, O/groups, KH, KW).
function byInputChannel({ storage, shape, strides, offset }: WasmView, groups: number): WasmView {
  const [O, inGroup, KH, KW] = shape;
  return {
    storage,
    offset,
    shape: [groups, inGroup, O / groups, KH, KW],
    strides: [(O / groups) * strides[0], strides[1], strides[0], strides[2], strides[3]],
  };
}
