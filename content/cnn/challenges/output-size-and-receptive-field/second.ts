export function outputSize(length: number, kernel: number, stride: number, padding: number, dilation: number): number {
  let positions = 0;
  let first = -padding;
  while (first + dilation * (kernel - 1) < length + padding) {
    positions++;
    first += stride;
  }
  return positions;
}

/** By the pixels that the last layer's first two units see. */
export function receptiveField(layers: [kernel: number, stride: number, dilation: number][]): [number, number] {
  const seenBy = (unit: number) =>
    layers.reduceRight(
      ([first, last], [kernel, stride, dilation]) => [first * stride, last * stride + dilation * (kernel - 1)],
      [unit, unit],
    );
  const [first, last] = seenBy(0);
  return [last - first + 1, seenBy(1)[0] - first];
}

export function convParameters(inputs: number, outputs: number, size: number, groups: number, bias: boolean): number {
  let count = bias ? outputs : 0;
  for (let group = 0; group < groups; group++) count += (outputs / groups) * (inputs / groups) * size * size;
  return count;
}
