import { type ConvolutionWindow, type Pair, placesOf } from "../../window.ts";
import type { Kernels } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import { multiply } from "./gemm.ts";
import type { Machine } from "./machine.ts";
import { withContiguous } from "./copying.ts";
import { windowNumbers } from "./pooling.ts";

type Convolution = Pick<Kernels<WebGpuStorage>, "conv2d" | "conv2dInputGradient" | "conv2dWeightGradient">;

/**
 * Each is a product of matrices for every group of channels, of which one is never written down: its entries are found in
 * x or dy as they are needed, 0 where the window reads padding.
 */
export function convolution(machine: Machine): Convolution {
  const withBoth = (a: WebGpuView, b: WebGpuView, run: (a: WebGpuView, b: WebGpuView) => WebGpuStorage) =>
    withContiguous(machine, a, (a) => withContiguous(machine, b, (b) => run(a, b)));
  return {
    conv2d: (x, weight, window) => withBoth(x, weight, (x, weight) => conv2d(machine, x, weight, window)),
    conv2dInputGradient: (dy, weight, window, inputSize) =>
      withBoth(dy, weight, (dy, weight) => inputGradient(machine, dy, weight, window, inputSize)),
    conv2dWeightGradient: (x, dy, window) => withBoth(x, dy, (x, dy) => weightGradient(machine, x, dy, window)),
  };
}

/** Sizes by which code finds its way in x (N,C,H,W), weight (O,C/groups,KH,KW) and y (N,O,OH,OW). */
function sizes(input: Pair, window: ConvolutionWindow<Pair>, inGroup: number, outGroup: number) {
  return { ...windowNumbers(input, window), inGroup, outGroup };
}

// x where window (i,j) reads its entry (p,q): its lines are (start of the plane, first row, first column), its places
// (distance to the plane, rows down, columns across), or the other way round.
const X_ENTRY = `
  let h = line.y + place.y;
  let w = line.z + place.z;
  if (h < 0 || w < 0 || h >= i32(u.H) || w >= i32(u.W)) { return 0.0; }
  return bitcast<f32>(x1[line.x + place.x + h * i32(u.W) + w]);`;

// The image and the first entry of window number `window`, counted row by row and image by image.
const windowCode = (number: string) => `
  let j = ${number} % u.OW;
  let i = (${number} / u.OW) % u.OH;
  let n = ${number} / (u.OW * u.OH);
  let top = i32(i * u.strideH) - i32(u.paddingH);
  let side = i32(j * u.strideW) - i32(u.paddingW);
  let image = n * u.batches * u.inGroup * u.H * u.W;`;

// The channel and the place within the window of entry number `entry`, counted row by row and channel by channel.
const entryCode = (number: string) => `
  let q = ${number} % u.KW;
  let p = (${number} / u.KW) % u.KH;
  let channel = ${number} / (u.KW * u.KH);`;

const X_BASE = "u.xStart + batch * u.inGroup * u.H * u.W";
const DY_BASE = "u.dyStart + batch * u.outGroup * u.OH * u.OW";

// y[n, o, i, j] = Σ weight[o, (c,p,q)] · x[n, c, entry (p,q) of window (i,j)]
function conv2d(machine: Machine, x: WebGpuView, weight: WebGpuView, window: ConvolutionWindow<Pair>): WebGpuStorage {
  const [N, , H, W] = x.shape;
  const [O, inGroup, KH, KW] = weight.shape;
  const outGroup = O / window.groups;
  const [OH, OW] = placesOf([H, W], window);
  const depth = inGroup * KH * KW;
  const inFours = depth % 4 === 0 && weight.offset % 4 === 0;
  return multiply(machine, {
    rows: outGroup,
    columns: N * OH * OW,
    depth,
    batches: window.groups,
    key: `convolution${inFours ? " in fours" : ""}`,
    reads: [weight.storage, x.storage],
    numbers: { ...sizes([H, W], window, inGroup, outGroup), weightStart: weight.offset, xStart: x.offset },
    code: () => ({
      setUp: "",
      bases: ["u.weightStart + batch * u.outGroup * u.depth", X_BASE],
      left: {
        line: "  return vec3<i32>(i32(base + line * u.depth), 0, 0);",
        place: "  return vec3<i32>(i32(k), 0, 0);",
        entry: "  return bitcast<f32>(x0[line.x + place.x]);",
        along: "depth",
        inFours,
      },
      right: {
        line: `${windowCode("line")}
  return vec3<i32>(i32(base + image), top, side);`,
        place: `${entryCode("k")}
  return vec3<i32>(i32(channel * u.H * u.W), i32(p * u.dilationH), i32(q * u.dilationW));`,
        entry: X_ENTRY,
        along: "line",
        inFours: false,
      },
      place: `
  let size = u.OH * u.OW;
  return ((column / size) * u.batches * u.outGroup + batch * u.outGroup + row) * size + column % size;`,
    }),
  });
}

// dx[n, c, h, w] = Σ weight[(o,p,q), c] · dy[n, o, the window whose entry (p,q) is (h,w)]
function inputGradient(
  machine: Machine,
  dy: WebGpuView,
  weight: WebGpuView,
  window: ConvolutionWindow<Pair>,
  input: Pair,
): WebGpuStorage {
  const [N, O] = dy.shape;
  const [, inGroup, KH, KW] = weight.shape;
  const outGroup = O / window.groups;
  return multiply(machine, {
    rows: inGroup,
    columns: N * input[0] * input[1],
    depth: outGroup * KH * KW,
    batches: window.groups,
    key: "input gradient",
    reads: [weight.storage, dy.storage],
    numbers: { ...sizes(input, window, inGroup, outGroup), weightStart: weight.offset, dyStart: dy.offset },
    code: () => ({
      setUp: "",
      bases: ["u.weightStart + batch * u.outGroup * u.inGroup * u.KH * u.KW", DY_BASE],
      left: {
        line: "  return vec3<i32>(i32(base + line * u.KH * u.KW), 0, 0);",
        place: `
  let size = u.KH * u.KW;
  return vec3<i32>(i32((k / size) * u.inGroup * size + k % size), 0, 0);`,
        entry: "  return bitcast<f32>(x0[line.x + place.x]);",
        along: "line",
        inFours: false,
      },
      right: {
        line: `
  let w = line % u.W;
  let h = (line / u.W) % u.H;
  let n = line / (u.W * u.H);
  let image = n * u.batches * u.outGroup * u.OH * u.OW;
  return vec3<i32>(i32(base + image), i32(h + u.paddingH), i32(w + u.paddingW));`,
        place: `${entryCode("k")}
  return vec3<i32>(i32(channel * u.OH * u.OW), i32(p * u.dilationH), i32(q * u.dilationW));`,
        entry: `
  let down = line.y - place.y;
  let across = line.z - place.z;
  if (down < 0 || across < 0) { return 0.0; }
  let i = u32(down) / u.strideH;
  let j = u32(across) / u.strideW;
  if (i * u.strideH != u32(down) || j * u.strideW != u32(across) || i >= u.OH || j >= u.OW) { return 0.0; }
  return bitcast<f32>(x1[u32(line.x + place.x) + i * u.OW + j]);`,
        along: "line",
        inFours: false,
      },
      place: `
  let size = u.H * u.W;
  return ((column / size) * u.batches * u.inGroup + batch * u.inGroup + row) * size + column % size;`,
    }),
  });
}

// dw[o, (c,p,q)] = Σ dy[o, (n,i,j)] · x[n, c, entry (p,q) of window (i,j)]
function weightGradient(
  machine: Machine,
  x: WebGpuView,
  dy: WebGpuView,
  window: ConvolutionWindow<Pair>,
): WebGpuStorage {
  const [N, C, H, W] = x.shape;
  const [, O, OH, OW] = dy.shape;
  const inFours = (OH * OW) % 4 === 0 && dy.offset % 4 === 0;
  const [inGroup, outGroup] = [C / window.groups, O / window.groups];
  return multiply(machine, {
    rows: outGroup,
    columns: inGroup * window.size[0] * window.size[1],
    depth: N * OH * OW,
    batches: window.groups,
    key: `weight gradient${inFours ? " in fours" : ""}`,
    reads: [dy.storage, x.storage],
    numbers: { ...sizes([H, W], window, inGroup, outGroup), dyStart: dy.offset, xStart: x.offset },
    code: () => ({
      setUp: "",
      bases: [DY_BASE, X_BASE],
      left: {
        line: "  return vec3<i32>(i32(base + line * u.OH * u.OW), 0, 0);",
        place: `
  let size = u.OH * u.OW;
  return vec3<i32>(i32((k / size) * u.batches * u.outGroup * size + k % size), 0, 0);`,
        entry: "  return bitcast<f32>(x0[line.x + place.x]);",
        along: "depth",
        inFours,
      },
      right: {
        line: `${entryCode("line")}
  return vec3<i32>(i32(base + channel * u.H * u.W), i32(p * u.dilationH), i32(q * u.dilationW));`,
        place: `${windowCode("k")}
  return vec3<i32>(i32(image), top, side);`,
        entry: X_ENTRY,
        along: "depth",
        inFours: false,
      },
      place: "  return (batch * u.rows + row) * u.columns + column;",
    }),
  });
}
