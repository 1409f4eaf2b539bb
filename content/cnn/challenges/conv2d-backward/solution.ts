type Image = number[][];

const range = (length: number) => Array.from({ length }, (_, i) => i);

const zeros = (of: Image): Image => of.map((row) => row.map(() => 0));

function padImage(image: Image, padding: number): Image {
  const width = image[0].length + 2 * padding;
  const border = range(padding).map(() => new Array<number>(width).fill(0));
  const sides = new Array<number>(padding).fill(0);
  return [...border, ...image.map((row) => [...sides, ...row, ...sides]), ...border];
}

/** Σ of a kernel's slice times the window whose corner is at (top, left). */
function windowSum(image: Image, kernel: Image, top: number, left: number): number {
  return kernel.reduce(
    (sum, row, k) => row.reduce((partial, weight, l) => partial + weight * image[top + k][left + l], sum),
    0,
  );
}

export function conv2d(
  images: Image[][],
  kernels: Image[][],
  bias: number[],
  stride: number,
  padding: number,
): Image[][] {
  return images.map((channels) => {
    const padded = channels.map((channel) => padImage(channel, padding));
    const rows = Math.floor((padded[0].length - kernels[0][0].length) / stride) + 1;
    const columns = Math.floor((padded[0][0].length - kernels[0][0][0].length) / stride) + 1;
    return kernels.map((kernel, o) =>
      range(rows).map((i) =>
        range(columns).map((j) =>
          kernel.reduce((sum, slice, c) => sum + windowSum(padded[c], slice, i * stride, j * stride), bias[o]),
        ),
      ),
    );
  });
}

/** Adds to the gradient of a kernel's slice: each upstream entry times the window of the image that it came from. */
function addToSlice(gradient: Image, upstream: Image, image: Image, stride: number): void {
  upstream.forEach((row, i) =>
    row.forEach((g, j) =>
      gradient.forEach((line, k) =>
        line.forEach((_, l) => {
          line[l] += g * image[i * stride + k][j * stride + l];
        }),
      ),
    ),
  );
}

/** Adds to the gradient of an image: each upstream entry times the kernel's slice, where its window was. */
function addToImage(gradient: Image, upstream: Image, kernel: Image, stride: number): void {
  upstream.forEach((row, i) =>
    row.forEach((g, j) =>
      kernel.forEach((line, k) =>
        line.forEach((weight, l) => {
          gradient[i * stride + k][j * stride + l] += g * weight;
        }),
      ),
    ),
  );
}

const total = (map: Image) => map.flat().reduce((sum, g) => sum + g, 0);

export function conv2dBackward(
  upstream: Image[][],
  images: Image[][],
  kernels: Image[][],
  stride: number,
  padding: number,
): [Image[][], Image[][], number[]] {
  const padded = images.map((channels) => channels.map((channel) => padImage(channel, padding)));
  const dPadded = padded.map((channels) => channels.map(zeros));
  const dKernels = kernels.map((kernel) => kernel.map(zeros));
  const dBias = kernels.map(() => 0);
  upstream.forEach((maps, n) =>
    maps.forEach((map, o) => {
      dBias[o] += total(map);
      kernels[o].forEach((slice, c) => {
        addToSlice(dKernels[o][c], map, padded[n][c], stride);
        addToImage(dPadded[n][c], map, slice, stride);
      });
    }),
  );
  const [height, width] = [images[0][0].length, images[0][0][0].length];
  const withoutBorder = (image: Image) =>
    image.slice(padding, padding + height).map((row) => row.slice(padding, padding + width));
  return [dPadded.map((channels) => channels.map(withoutBorder)), dKernels, dBias];
}
