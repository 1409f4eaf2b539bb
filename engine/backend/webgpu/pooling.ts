import { sizeOf } from "../../shape.ts";
import { type Pair, placesOf, type SlidingWindow } from "../../window.ts";
import type { Kernels } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { withContiguous } from "./copying.ts";
import { GROUP_SIZE, type KernelCode } from "./wgsl/shader.ts";

type Pooling = Pick<
  Kernels<WebGpuStorage>,
  "maxPool2d" | "maxPool2dPositions" | "maxPool2dGradient" | "avgPool2d" | "avgPool2dGradient"
>;

export function pooling(machine: Machine): Pooling {
  return {
    maxPool2d: (x, window) => overWindows(machine, "max", x, window),
    maxPool2dPositions: (x, window) => overWindows(machine, "position", x, window),

    maxPool2dGradient(x, dy, window) {
      const [N, C, H, W] = x.shape;
      const positions = overWindows(machine, "position", x, window);
      const dx = withContiguous(machine, dy, (dy) =>
        overEntries(machine, "brought back", N * C, [H, W], window, {
          reads: [dy.storage, positions],
          offset: dy.offset,
          share: "select(0.0, dy, u32(bitcast<f32>(x1[at])) == entry)",
        }),
      );
      machine.pool.release(positions);
      return dx;
    },

    avgPool2d: (x, window, countPadding) => overWindows(machine, countPadding ? "meanOfAll" : "meanInside", x, window),

    avgPool2dGradient: (dy, window, countPadding, input) =>
      withContiguous(machine, dy, (dy) =>
        overEntries(
          machine,
          countPadding ? "shared by all" : "shared inside",
          dy.shape[0] * dy.shape[1],
          input,
          window,
          {
            reads: [dy.storage],
            offset: dy.offset,
            share: `dy / f32(${countPadding ? "u.KH * u.KW" : "countInside(i, j)"})`,
          },
        ),
      ),
  };
}

/** Sizes of a window and of the planes it slides over, as code knows them. */
export function windowNumbers(input: Pair, window: SlidingWindow<Pair>) {
  const [OH, OW] = placesOf(input, window);
  const { size, stride, padding, dilation } = window;
  return {
    H: input[0],
    W: input[1],
    OH,
    OW,
    KH: size[0],
    KW: size[1],
    strideH: stride[0],
    strideW: stride[1],
    paddingH: padding[0],
    paddingW: padding[1],
    dilationH: dilation[0],
    dilationW: dilation[1],
  };
}

/** What becomes of the entries of a window: before the first, with each (its value `x` at `entry`), and the result's value. */
const RESULTS = {
  max: { before: "", each: "best = larger(best, x);", result: "best" },
  // The first largest, but the last NaN.
  position: {
    before: "var found = 0u; var isFirst = true;",
    each: "if (isFirst || isNan(x) || isLess(best, x)) { best = x; found = entry; isFirst = false; }",
    result: "f32(found)",
  },
  meanOfAll: { before: "var total = 0.0;", each: "total += x;", result: "total / f32(u.KH * u.KW)" },
  meanInside: {
    before: "var total = 0.0; var count = 0u;",
    each: "total += x; count++;",
    result: "total / f32(count)",
  },
} as const;

// A thread for each window, which reads its entries in order.
function overWindows(
  machine: Machine,
  name: keyof typeof RESULTS,
  x: WebGpuView,
  window: SlidingWindow<Pair>,
): WebGpuStorage {
  const [N, C, H, W] = x.shape;
  const count = N * C * sizeOf(placesOf([H, W], window));
  return withContiguous(machine, x, ({ storage, offset }) => {
    const out = machine.pool.allocate(count);
    machine.run(
      `pool ${name}`,
      {
        reads: [storage],
        writes: [out],
        numbers: { count, offset, ...windowNumbers([H, W], window) },
        groups: Math.ceil(count / GROUP_SIZE),
      },
      () => windowsCode(RESULTS[name]),
    );
    return out;
  });
}

function windowsCode({ before, each, result }: (typeof RESULTS)[keyof typeof RESULTS]): KernelCode {
  return {
    body: `
  if (thread >= u.count) { return; }
  let j = thread % u.OW;
  let i = (thread / u.OW) % u.OH;
  let plane = u.offset + (thread / (u.OW * u.OH)) * u.H * u.W;
  var best = negative(infinity());
  ${before}
  for (var p = 0u; p < u.KH; p++) {
    let h = i32(i * u.strideH + p * u.dilationH) - i32(u.paddingH);
    if (h < 0 || h >= i32(u.H)) { continue; }
    for (var q = 0u; q < u.KW; q++) {
      let w = i32(j * u.strideW + q * u.dilationW) - i32(u.paddingW);
      if (w < 0 || w >= i32(u.W)) { continue; }
      let entry = u32(h) * u.W + u32(w);
      let x = bitcast<f32>(x0[plane + entry]);
      ${each}
    }
  }
  y0[thread] = bitcast<u32>(${result});`,
  };
}

interface Shares {
  /** dy first, row-major from `offset` on. */
  readonly reads: readonly WebGpuStorage[];
  readonly offset: number;
  /** The share of the number `entry` of a plane in `dy`, the entry of dy of window (i,j), whose row-major position is `at`. */
  readonly share: string;
}

// A thread for each entry of dx (…,H,W), which adds up its shares of the windows that read it, in order.
function overEntries(
  machine: Machine,
  name: string,
  planes: number,
  input: Pair,
  window: SlidingWindow<Pair>,
  { reads, offset, share }: Shares,
): WebGpuStorage {
  const count = planes * sizeOf(input);
  const out = machine.pool.allocate(count);
  machine.run(
    `pool gradient ${name}`,
    {
      reads,
      writes: [out],
      numbers: { count, offset, ...windowNumbers(input, window) },
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => ({ declarations: COUNT_INSIDE, body: entriesCode(share) }),
  );
  return out;
}

// How many entries of window (i,j) are no padding.
const COUNT_INSIDE = `
fn inside(place: u32, size: u32, stride: u32, padding: u32, dilation: u32, length: u32) -> u32 {
  var count = 0u;
  for (var p = 0u; p < size; p++) {
    let at = i32(place * stride + p * dilation) - i32(padding);
    if (at >= 0 && at < i32(length)) { count++; }
  }
  return count;
}
fn countInside(i: u32, j: u32) -> u32 {
  return inside(i, u.KH, u.strideH, u.paddingH, u.dilationH, u.H) * inside(j, u.KW, u.strideW, u.paddingW, u.dilationW, u.W);
}`;

function entriesCode(share: string): string {
  return `
  if (thread >= u.count) { return; }
  let entry = thread % (u.H * u.W);
  let w = entry % u.W;
  let h = entry / u.W;
  let plane = (thread / (u.H * u.W)) * u.OH * u.OW;
  var total = 0.0;
  // Later entries of a window belong to earlier windows.
  for (var p = u.KH; p > 0u; p--) {
    let down = i32(h + u.paddingH) - i32((p - 1u) * u.dilationH);
    if (down < 0) { continue; }
    let i = u32(down) / u.strideH;
    if (i * u.strideH != u32(down) || i >= u.OH) { continue; }
    for (var q = u.KW; q > 0u; q--) {
      let across = i32(w + u.paddingW) - i32((q - 1u) * u.dilationW);
      if (across < 0) { continue; }
      let j = u32(across) / u.strideW;
      if (j * u.strideW != u32(across) || j >= u.OW) { continue; }
      let at = plane + i * u.OW + j;
      let dy = bitcast<f32>(x0[u.offset + at]);
      total += ${share};
    }
  }
  y0[thread] = bitcast<u32>(total);`;
}
