import { ArgumentError, ShapeError } from "../errors.ts";
import type { Rng } from "../random.ts";
import { formatShape, type Shape } from "../shape.ts";
import type { Transform } from "./loader.ts";

/** Where an output pixel's value comes from: a row and column of the input image, or nowhere. */
type Source = (y: number, x: number) => readonly [number, number] | null;

const FROM_ITSELF: Source = (y, x) => [y, x];

interface Plan {
  /** Height and width of the results, for images of a height and width. */
  readonly size: (height: number, width: number) => readonly [number, number];
  /** Draws for one image what happens to it; all its channels share that. */
  readonly draw: (rng: Rng, height: number, width: number) => Source;
  /** What stands where there is no source. */
  readonly fill: number;
}

const SAME_SIZE = (height: number, width: number) => [height, width] as const;

// Images (N,C,H,W), one after another, so that the draws have a fixed order.
function augmentation(name: string, { size, draw, fill }: Plan): Transform {
  return ({ values, shape }, rng) => {
    const [count, channels, height, width] = imageShape(name, shape);
    const [newHeight, newWidth] = size(height, width);
    const result = new Float64Array(count * channels * newHeight * newWidth);
    for (let n = 0; n < count; n++) {
      const source = draw(rng, height, width);
      for (let y = 0; y < newHeight; y++) {
        for (let x = 0; x < newWidth; x++) {
          const from = source(y, x);
          const isInside = from !== null && from[0] >= 0 && from[0] < height && from[1] >= 0 && from[1] < width;
          for (let c = n * channels; c < (n + 1) * channels; c++) {
            result[(c * newHeight + y) * newWidth + x] = isInside
              ? values[(c * height + from[0]) * width + from[1]]
              : fill;
          }
        }
      }
    }
    return { values: result, shape: [count, channels, newHeight, newWidth] };
  };
}

function imageShape(name: string, shape: Shape): readonly [number, number, number, number] {
  if (shape.length !== 4) throw new ShapeError(`${name} needs images (N,C,H,W), got ${formatShape(shape)}`);
  return [shape[0], shape[1], shape[2], shape[3]];
}

/** Each image mirrored left to right with probability p. */
export function randomHorizontalFlip(p = 0.5): Transform {
  requireProbability("randomHorizontalFlip", p);
  return augmentation("randomHorizontalFlip", {
    size: SAME_SIZE,
    draw: (rng, _, width) => (rng.uniform() < p ? (y, x) => [y, width - 1 - x] : FROM_ITSELF),
    fill: 0,
  });
}

/** Each image mirrored top to bottom with probability p. */
export function randomVerticalFlip(p = 0.5): Transform {
  requireProbability("randomVerticalFlip", p);
  return augmentation("randomVerticalFlip", {
    size: SAME_SIZE,
    draw: (rng, height) => (rng.uniform() < p ? (y, x) => [height - 1 - y, x] : FROM_ITSELF),
    fill: 0,
  });
}

export interface RandomCropOptions {
  /** Border around the image before it is cropped. */
  readonly padding?: number;
  /** What the border is made of. */
  readonly fill?: number;
}

/**
 * A window of `size` (height and width, or one number for both) from a random place of each image, padded first.
 * Throws a ShapeError where the padded image is smaller.
 */
export function randomCrop(
  size: number | readonly [number, number],
  { padding = 0, fill = 0 }: RandomCropOptions = {},
): Transform {
  const [newHeight, newWidth] = typeof size === "number" ? [size, size] : size;
  requireWhole("randomCrop", "size", newHeight, 1);
  requireWhole("randomCrop", "size", newWidth, 1);
  requireWhole("randomCrop", "padding", padding, 0);
  return augmentation("randomCrop", {
    size(height, width) {
      if (height + 2 * padding < newHeight || width + 2 * padding < newWidth) {
        throw new ShapeError(
          `randomCrop cannot take (${newHeight},${newWidth}) from (${height},${width}) padded by ${padding}`,
        );
      }
      return [newHeight, newWidth];
    },
    draw(rng, height, width) {
      const top = rng.integer(0, height + 2 * padding - newHeight + 1) - padding;
      const left = rng.integer(0, width + 2 * padding - newWidth + 1) - padding;
      return (y, x) => [y + top, x + left];
    },
    fill,
  });
}

/** Each image moved by up to `most` pixels along both axes; `fill` comes in at the border. */
export function randomShift(most: number, { fill = 0 }: { readonly fill?: number } = {}): Transform {
  requireWhole("randomShift", "most", most, 0);
  return augmentation("randomShift", {
    size: SAME_SIZE,
    draw(rng) {
      const down = rng.integer(-most, most + 1);
      const right = rng.integer(-most, most + 1);
      return (y, x) => [y - down, x - right];
    },
    fill,
  });
}

/**
 * A square of `size` pixels wiped out around a random pixel of each image, cut off at the border.
 * DeVries & Taylor 2017.
 */
export function cutout(size: number, { fill = 0 }: { readonly fill?: number } = {}): Transform {
  requireWhole("cutout", "size", size, 1);
  return augmentation("cutout", {
    size: SAME_SIZE,
    draw(rng, height, width) {
      const top = rng.integer(0, height) - Math.floor(size / 2);
      const left = rng.integer(0, width) - Math.floor(size / 2);
      return (y, x) => (y >= top && y < top + size && x >= left && x < left + size ? null : [y, x]);
    },
    fill,
  });
}

function requireProbability(name: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ArgumentError(`${name} needs a probability in [0, 1], got ${p}`);
}

function requireWhole(name: string, what: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ArgumentError(`${name} needs ${what} to be a whole number of ${least} or more, got ${value}`);
  }
}
