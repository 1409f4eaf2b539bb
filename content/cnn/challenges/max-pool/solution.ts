type Image = number[][];

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** Where the largest entry of the window at (top, left) stands; the first of equal ones in reading order. */
function winnerOf(image: Image, top: number, left: number, size: number): { y: number; x: number } {
  let winner = { y: top, x: left };
  for (let y = top; y < top + size; y++) {
    for (let x = left; x < left + size; x++) {
      if (image[y][x] > image[winner.y][winner.x]) winner = { y, x };
    }
  }
  return winner;
}

function poolImage(image: Image, size: number, stride: number): Image {
  const rows = Math.floor((image.length - size) / stride) + 1;
  const columns = Math.floor((image[0].length - size) / stride) + 1;
  return range(rows).map((i) =>
    range(columns).map((j) => {
      const { y, x } = winnerOf(image, i * stride, j * stride, size);
      return image[y][x];
    }),
  );
}

function spread(upstream: Image, image: Image, size: number, stride: number): Image {
  const gradient = image.map((row) => row.map(() => 0));
  upstream.forEach((row, i) =>
    row.forEach((g, j) => {
      const { y, x } = winnerOf(image, i * stride, j * stride, size);
      gradient[y][x] += g;
    }),
  );
  return gradient;
}

export function maxPool(images: Image[][], size: number, stride: number): Image[][] {
  return images.map((channels) => channels.map((channel) => poolImage(channel, size, stride)));
}

export function maxPoolBackward(upstream: Image[][], images: Image[][], size: number, stride: number): Image[][] {
  return images.map((channels, n) => channels.map((channel, c) => spread(upstream[n][c], channel, size, stride)));
}
