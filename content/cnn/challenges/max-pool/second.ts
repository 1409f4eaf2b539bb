/** The window of a channel at (i, j), laid flat in reading order. */
function windowAt(channel: number[][], i: number, j: number, size: number, stride: number): number[] {
  return channel.slice(i * stride, i * stride + size).flatMap((row) => row.slice(j * stride, j * stride + size));
}

export function maxPool(images: number[][][][], size: number, stride: number): number[][][][] {
  const y: number[][][][] = [];
  for (const image of images) {
    const maps: number[][][] = [];
    for (const channel of image) {
      const map: number[][] = [];
      for (let i = 0; i * stride + size <= channel.length; i++) {
        const row: number[] = [];
        for (let j = 0; j * stride + size <= channel[0].length; j++) {
          row.push(Math.max(...windowAt(channel, i, j, size, stride)));
        }
        map.push(row);
      }
      maps.push(map);
    }
    y.push(maps);
  }
  return y;
}

/** Asks of every pixel which windows it won. */
export function maxPoolBackward(
  upstream: number[][][][],
  images: number[][][][],
  size: number,
  stride: number,
): number[][][][] {
  const winners = images.map((image, n) =>
    image.map((channel, c) =>
      upstream[n][c].map((row, i) =>
        row.map((_, j) => {
          const window = windowAt(channel, i, j, size, stride);
          const place = window.indexOf(Math.max(...window));
          return `${i * stride + Math.trunc(place / size)},${j * stride + (place % size)}`;
        }),
      ),
    ),
  );
  return images.map((image, n) =>
    image.map((channel, c) =>
      channel.map((line, y) =>
        line.map((_, x) => {
          let sum = 0;
          for (const [i, row] of winners[n][c].entries()) {
            for (const [j, winner] of row.entries()) {
              if (winner === `${y},${x}`) sum += upstream[n][c][i][j];
            }
          }
          return sum;
        }),
      ),
    ),
  );
}
