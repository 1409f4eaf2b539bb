export function warmupCosine(step: number, warmup: number, total: number, peak: number, floor: number): number {
  if (step >= total - 1) return floor;
  const amount = peak / (warmup + 1);
  let rate = 0;
  for (let k = 0; k <= Math.min(step, warmup); k++) rate += amount;
  if (step <= warmup) return rate;
  // cos² of half the angle is the share of the peak that is left, sin² what the floor has taken.
  const half = (0.5 * Math.PI * (step - warmup)) / (total - warmup - 1);
  return peak * Math.cos(half) ** 2 + floor * Math.sin(half) ** 2;
}

export function stepDecay(step: number, rate: number, every: number, factor: number): number {
  let now = rate;
  for (let k = every; k <= step; k += every) now *= factor;
  return now;
}
