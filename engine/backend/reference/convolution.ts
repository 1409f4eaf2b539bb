import { sizeOf } from "../../shape.ts";
import { type ConvolutionWindow, type Pair, placesOf } from "../../window.ts";
import type { Kernels } from "../backend.ts";
import { flat } from "./flat.ts";

/** Positions in the flat numbers: weight[w] pairs y[y + j] with x[x + j·step], for 0 ≤ j < count. */
type VisitRow = (w: number, x: number, y: number, count: number, step: number) => void;

interface Sizes {
  readonly batch: number;
  /** Channels of x, and of y. */
  readonly channels: number;
  readonly outputs: number;
  readonly input: Pair;
}

/**
 * Names every product weight·x of the convolution and the y it belongs to, a row of y at a time. What is padding has no
 * product.
 */
function forEachRow(
  { batch, channels, outputs, input: [H, W] }: Sizes,
  window: ConvolutionWindow<Pair>,
  visit: VisitRow,
) {
  const { size, stride, padding, dilation, groups } = window;
  const [KH, KW] = size;
  const [OH, OW] = placesOf([H, W], window);
  const inGroup = channels / groups;
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      const firstChannel = Math.floor(o / (outputs / groups)) * inGroup;
      for (let c = 0; c < inGroup; c++) {
        for (let p = 0; p < KH; p++) {
          for (let q = 0; q < KW; q++) {
            // Window j reads column j·stride + shift, which is inside from window `first` up to `last`.
            const shift = q * dilation[1] - padding[1];
            const first = Math.max(0, Math.ceil(-shift / stride[1]));
            const last = Math.min(OW - 1, Math.floor((W - 1 - shift) / stride[1]));
            for (let i = 0; i < OH; i++) {
              const row = i * stride[0] + p * dilation[0] - padding[0];
              if (row < 0 || row >= H) continue;
              visit(
                ((o * inGroup + c) * KH + p) * KW + q,
                ((n * channels + firstChannel + c) * H + row) * W + first * stride[1] + shift,
                ((n * outputs + o) * OH + i) * OW + first,
                last - first + 1,
                stride[1],
              );
            }
          }
        }
      }
    }
  }
}

export const convolution: Pick<Kernels<Float64Array>, "conv2d" | "conv2dInputGradient" | "conv2dWeightGradient"> = {
  conv2d(x, weight, window) {
    const [batch, channels, H, W] = x.shape;
    const [outputs] = weight.shape;
    const from = flat(x);
    const by = flat(weight);
    const y = new Float64Array(batch * outputs * sizeOf(placesOf([H, W], window)));
    forEachRow({ batch, channels, outputs, input: [H, W] }, window, (w, xAt, yAt, count, step) => {
      for (let j = 0; j < count; j++) y[yAt + j] += by[w] * from[xAt + j * step];
    });
    return y;
  },

  conv2dInputGradient(dy, weight, window, inputSize) {
    const [batch, outputs] = dy.shape;
    const channels = weight.shape[1] * window.groups;
    const from = flat(dy);
    const by = flat(weight);
    const dx = new Float64Array(batch * channels * sizeOf(inputSize));
    forEachRow({ batch, channels, outputs, input: inputSize }, window, (w, xAt, yAt, count, step) => {
      for (let j = 0; j < count; j++) dx[xAt + j * step] += by[w] * from[yAt + j];
    });
    return dx;
  },

  conv2dWeightGradient(x, dy, window) {
    const [batch, channels, H, W] = x.shape;
    const outputs = dy.shape[1];
    const from = flat(x);
    const by = flat(dy);
    const dw = new Float64Array((outputs * channels * sizeOf(window.size)) / window.groups);
    forEachRow({ batch, channels, outputs, input: [H, W] }, window, (w, xAt, yAt, count, step) => {
      for (let j = 0; j < count; j++) dw[w] += by[yAt + j] * from[xAt + j * step];
    });
    return dw;
  },
};
