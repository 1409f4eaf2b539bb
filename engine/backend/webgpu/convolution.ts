import { type ConvolutionWindow, type Pair, placesOf } from "../../window.ts";
import type { Kernels } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import { multiply } from "./gemm.ts";
import type { Machine } from "./machine.ts";
import { withContiguous } from "./movement.ts";
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

// Entry (p,q) of window (i,j) in a plane of x.
const FIND_IN_INPUT = `
  let h = i32(i * u.strideH + p * u.dilationH) - i32(u.paddingH);
  let w = i32(j * u.strideW + q * u.dilationW) - i32(u.paddingW);
  if (h < 0 || w < 0 || h >= i32(u.H) || w >= i32(u.W)) { return 0.0; }`;

// y[n, o, i, j] = Σ weight[o, (c,p,q)] · x[n, c, entry (p,q) of window (i,j)]
function conv2d(machine: Machine, x: WebGpuView, weight: WebGpuView, window: ConvolutionWindow<Pair>): WebGpuStorage {
  const [N, , H, W] = x.shape;
  const [O, inGroup, KH, KW] = weight.shape;
  const outGroup = O / window.groups;
  const [OH, OW] = placesOf([H, W], window);
  return multiply(machine, {
    rows: outGroup,
    columns: N * OH * OW,
    depth: inGroup * KH * KW,
    batches: window.groups,
    key: "convolution",
    reads: [weight.storage, x.storage],
    numbers: { ...sizes([H, W], window, inGroup, outGroup), weightStart: weight.offset, xStart: x.offset },
    code: () => ({
      setUp: "",
      bases: ["u.weightStart + batch * u.outGroup * u.depth", "u.xStart + batch * u.inGroup * u.H * u.W"],
      left: "  return bitcast<f32>(x0[base + row * u.depth + k]);",
      right: `
  let q = k % u.KW;
  let p = (k / u.KW) % u.KH;
  let c = k / (u.KW * u.KH);
  let j = column % u.OW;
  let i = (column / u.OW) % u.OH;
  let n = column / (u.OW * u.OH);
${FIND_IN_INPUT}
  return bitcast<f32>(x1[base + ((n * u.batches * u.inGroup + c) * u.H + u32(h)) * u.W + u32(w)]);`,
      place: `
  let size = u.OH * u.OW;
  return ((column / size) * u.batches * u.outGroup + batch * u.outGroup + row) * size + column % size;`,
      leftAlong: "k",
      rightAlong: "column",
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
      bases: [
        "u.weightStart + batch * u.outGroup * u.inGroup * u.KH * u.KW",
        "u.dyStart + batch * u.outGroup * u.OH * u.OW",
      ],
      left: `
  let size = u.KH * u.KW;
  return bitcast<f32>(x0[base + ((k / size) * u.inGroup + row) * size + k % size]);`,
      right: `
  let q = k % u.KW;
  let p = (k / u.KW) % u.KH;
  let o = k / (u.KW * u.KH);
  let w = column % u.W;
  let h = (column / u.W) % u.H;
  let n = column / (u.W * u.H);
  let down = i32(h + u.paddingH) - i32(p * u.dilationH);
  let across = i32(w + u.paddingW) - i32(q * u.dilationW);
  if (down < 0 || across < 0) { return 0.0; }
  let i = u32(down) / u.strideH;
  let j = u32(across) / u.strideW;
  if (i * u.strideH != u32(down) || j * u.strideW != u32(across) || i >= u.OH || j >= u.OW) { return 0.0; }
  return bitcast<f32>(x1[base + ((n * u.batches * u.outGroup + o) * u.OH + i) * u.OW + j]);`,
      place: `
  let size = u.H * u.W;
  return ((column / size) * u.batches * u.inGroup + batch * u.inGroup + row) * size + column % size;`,
      leftAlong: "row",
      rightAlong: "column",
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
  const [inGroup, outGroup] = [C / window.groups, O / window.groups];
  return multiply(machine, {
    rows: outGroup,
    columns: inGroup * window.size[0] * window.size[1],
    depth: N * OH * OW,
    batches: window.groups,
    key: "weight gradient",
    reads: [dy.storage, x.storage],
    numbers: { ...sizes([H, W], window, inGroup, outGroup), dyStart: dy.offset, xStart: x.offset },
    code: () => ({
      setUp: "",
      bases: ["u.dyStart + batch * u.outGroup * u.OH * u.OW", "u.xStart + batch * u.inGroup * u.H * u.W"],
      left: `
  let size = u.OH * u.OW;
  return bitcast<f32>(x0[base + ((k / size) * u.batches * u.outGroup + row) * size + k % size]);`,
      right: `
  let j = k % u.OW;
  let i = (k / u.OW) % u.OH;
  let n = k / (u.OW * u.OH);
  let q = column % u.KW;
  let p = (column / u.KW) % u.KH;
  let c = column / (u.KW * u.KH);
${FIND_IN_INPUT}
  return bitcast<f32>(x1[base + ((n * u.batches * u.inGroup + c) * u.H + u32(h)) * u.W + u32(w)]);`,
      place: "  return (batch * u.rows + row) * u.columns + column;",
      leftAlong: "k",
      rightAlong: "k",
    }),
  });
}
