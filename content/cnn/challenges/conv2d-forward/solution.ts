type Image = number[][];

const range = (length: number) => Array.from({ length }, (_, i) => i);

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
