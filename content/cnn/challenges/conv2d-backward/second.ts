type Matrix = number[][];
type Images = number[][][][];

interface Sizes {
  channels: number;
  height: number;
  width: number;
  tall: number;
  wide: number;
  rows: number;
  columns: number;
}

function sizesOf(images: Images, kernels: Images, stride: number, padding: number): Sizes {
  const [height, width] = [images[0][0].length, images[0][0][0].length];
  const [tall, wide] = [kernels[0][0].length, kernels[0][0][0].length];
  return {
    channels: images[0].length,
    height,
    width,
    tall,
    wide,
    rows: Math.trunc((height + 2 * padding - tall) / stride) + 1,
    columns: Math.trunc((width + 2 * padding - wide) / stride) + 1,
  };
}

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

function product(a: Matrix, b: Matrix): Matrix {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, x, i) => sum + x * column[i], 0)));
}

/** All windows of an image as rows of a matrix. */
function windowsOf(image: Matrix[], sizes: Sizes, stride: number, padding: number): Matrix {
  const windows: Matrix = [];
  for (let i = 0; i < sizes.rows; i++) {
    for (let j = 0; j < sizes.columns; j++) {
      const window: number[] = [];
      for (const channel of image) {
        for (let k = 0; k < sizes.tall; k++) {
          for (let l = 0; l < sizes.wide; l++) {
            // Outside of the image there are zeros.
            window.push(channel[i * stride + k - padding]?.[j * stride + l - padding] ?? 0);
          }
        }
      }
      windows.push(window);
    }
  }
  return windows;
}

/** The image that such windows were cut from, with overlaps summed and the border dropped. */
function imageOf(windows: Matrix, sizes: Sizes, stride: number, padding: number): Matrix[] {
  const { channels, height, width, tall, wide, columns } = sizes;
  const image = Array.from({ length: channels }, () =>
    Array.from({ length: height }, () => new Array<number>(width).fill(0)),
  );
  for (const [position, window] of windows.entries()) {
    const top = Math.trunc(position / columns) * stride - padding;
    const left = (position % columns) * stride - padding;
    for (const [m, value] of window.entries()) {
      const [c, k, l] = [Math.trunc(m / (tall * wide)), Math.trunc(m / wide) % tall, m % wide];
      const [y, x] = [top + k, left + l];
      if (y >= 0 && y < height && x >= 0 && x < width) image[c][y][x] += value;
    }
  }
  return image;
}

/** By the windows as a matrix (im2col): Y = X Wᵀ + b. */
export function conv2d(images: Images, kernels: Images, bias: number[], stride: number, padding: number): Images {
  const sizes = sizesOf(images, kernels, stride, padding);
  const weights = kernels.map((kernel) => kernel.flat(2));
  return images.map((image) => {
    const flat = product(weights, transpose(windowsOf(image, sizes, stride, padding)));
    return flat.map((row, o) =>
      Array.from({ length: sizes.rows }, (_, i) =>
        row.slice(i * sizes.columns, (i + 1) * sizes.columns).map((y) => y + bias[o]),
      ),
    );
  });
}

/** The gradients of that matrix product, with the windows' gradients put back in place (col2im). */
export function conv2dBackward(
  upstream: Images,
  images: Images,
  kernels: Images,
  stride: number,
  padding: number,
): [Images, Images, number[]] {
  const sizes = sizesOf(images, kernels, stride, padding);
  const { channels, tall, wide } = sizes;
  const weights = kernels.map((kernel) => kernel.flat(2));
  const gradients = upstream.map((maps) => maps.map((map) => map.flat()));
  const dImages = gradients.map((g) => imageOf(product(transpose(g), weights), sizes, stride, padding));
  const all = images.flatMap((image) => windowsOf(image, sizes, stride, padding));
  const together = weights.map((_, o) => gradients.flatMap((g) => g[o]));
  const dKernels = product(together, all).map((row) =>
    Array.from({ length: channels }, (_, c) =>
      Array.from({ length: tall }, (_, k) => row.slice((c * tall + k) * wide, (c * tall + k + 1) * wide)),
    ),
  );
  return [dImages, dKernels, together.map((row) => row.reduce((sum, g) => sum + g, 0))];
}
