export function warmupCosine(step: number, warmup: number, total: number, peak: number, floor: number): number {
  if (step < warmup) return (peak * (step + 1)) / (warmup + 1);
  const progress = Math.min((step - warmup) / (total - 1 - warmup), 1);
  return floor + ((peak - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
}

export function stepDecay(step: number, rate: number, every: number, factor: number): number {
  return rate * factor ** Math.floor(step / every);
}
