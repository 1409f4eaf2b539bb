import { ArgumentError, ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { type Pair, placesOf, type SlidingWindow } from "../window.ts";
import { viewOf } from "./kernel-call.ts";
import { squeeze, unsqueeze } from "./layout.ts";

/** One number for every spatial axis, or one for each. */
export type PerAxis = number | readonly number[];

interface WindowNumbers {
  readonly size: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
}

const LEAST = { size: 1, stride: 1, padding: 0, dilation: 1 } as const;

/** The window with its numbers given per axis. Throws an ArgumentError unless they are whole and large enough. */
export function makeWindow(operation: string, numbers: WindowNumbers, axes: number): SlidingWindow {
  const perAxis = (name: keyof WindowNumbers): number[] => {
    const given = numbers[name];
    const list = typeof given === "number" ? new Array<number>(axes).fill(given) : [...given];
    if (list.length !== axes || list.some((value) => !Number.isInteger(value) || value < LEAST[name])) {
      throw new ArgumentError(
        `${operation} needs a ${name} of ${axes} whole number(s) of ${LEAST[name]} or more, got ${list.join(",")}`,
      );
    }
    return list;
  };
  return {
    size: perAxis("size"),
    stride: perAxis("stride"),
    padding: perAxis("padding"),
    dilation: perAxis("dilation"),
  };
}

/** Throws a ShapeError unless the window has at least one place on every spatial axis of x (N,C,…). */
export function requirePlaces(operation: string, x: Tensor, window: SlidingWindow): void {
  if (placesOf(x.shape.slice(2), window).some((places) => places < 1)) {
    throw new ShapeError(
      `${operation} cannot fit a window of ${formatShape(window.size)}, dilation ${window.dilation.join(",")}, ` +
        `into ${formatShape(x.shape)} with padding ${window.padding.join(",")}`,
    );
  }
}

/** Runs on x (N,C,…axes), or on one example (C,…axes) as a batch of one. Throws a ShapeError for another rank. */
export function inBatch(operation: string, x: Tensor, axes: number, run: (batch: Tensor) => Tensor): Tensor {
  if (x.rank === axes + 2) return run(x);
  if (x.rank === axes + 1) return squeeze(run(unsqueeze(x, 0)), 0);
  const spatial = axes === 1 ? "L" : "H,W";
  throw new ShapeError(`${operation} needs x (N,C,${spatial}) or (C,${spatial}), got ${formatShape(x.shape)}`);
}

/** (N,C,L) read as (N,C,1,L), the planes that kernels work on; a view. */
export function planar(x: Tensor): Tensor {
  if (x.rank === 4) return x;
  return new Tensor({ ...viewOf(x), shape: x.shape.toSpliced(2, 0, 1), strides: x.strides.toSpliced(2, 0, 0) });
}

/** The same of sizes: (L) as (1,L). */
export function planarSize(size: readonly number[]): Pair {
  return atHeight(1, size);
}

/** The same of a window. */
export function planarWindow<Window extends SlidingWindow>(
  window: Window,
): Omit<Window, keyof SlidingWindow> & SlidingWindow<Pair> {
  return {
    ...window,
    size: atHeight(1, window.size),
    stride: atHeight(1, window.stride),
    padding: atHeight(0, window.padding),
    dilation: atHeight(1, window.dilation),
  };
}

function atHeight(height: number, perAxis: readonly number[]): Pair {
  return perAxis.length === 2 ? [perAxis[0], perAxis[1]] : [height, perAxis[0]];
}
