export function probabilities(logits: number[], temperature: number): number[] {
  const largest = Math.max(...logits);
  const shares = logits.map((z) => {
    const shifted = z - largest;
    if (temperature === 0) return shifted === 0 ? 1 : 0;
    return Math.exp(shifted / temperature);
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

export function pick(logits: number[], temperature: number, u: number): number {
  const cumulative: number[] = [];
  let total = 0;
  for (const p of probabilities(logits, temperature)) cumulative.push((total += p));
  // Rounding may leave the last one a little off 1; u times it is always less.
  return cumulative.findIndex((c) => c > u * total);
}
