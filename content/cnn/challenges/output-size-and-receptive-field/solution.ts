export function outputSize(length: number, kernel: number, stride: number, padding: number, dilation: number): number {
  const reach = dilation * (kernel - 1) + 1;
  return Math.max(0, Math.floor((length + 2 * padding - reach) / stride) + 1);
}

export function receptiveField(layers: [kernel: number, stride: number, dilation: number][]): [number, number] {
  let [field, jump] = [1, 1];
  for (const [kernel, stride, dilation] of layers) {
    field += dilation * (kernel - 1) * jump;
    jump *= stride;
  }
  return [field, jump];
}

export function convParameters(inputs: number, outputs: number, size: number, groups: number, bias: boolean): number {
  const seen = inputs / groups;
  return outputs * (seen * size ** 2 + (bias ? 1 : 0));
}
