/** Sinusoidal encoding (length, width) of the positions from 0. */
export function positionalEncoding(length: number, width: number): number[][] {
  throw new Error("not written yet");
}
