/** The learning rate of a step: linear warm-up to the peak, then half a cosine down to the floor. */
export function warmupCosine(step: number, warmup: number, total: number, peak: number, floor: number): number {
  throw new Error("not written yet");
}

/** The learning rate of a step: cut by the factor after every so many steps. */
export function stepDecay(step: number, rate: number, every: number, factor: number): number {
  throw new Error("not written yet");
}
