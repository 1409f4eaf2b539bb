/** Log-probabilities first; temperature 0 is a temperature too small for any gap to survive. */
export function probabilities(logits: number[], temperature: number): number[] {
  let top = -Infinity;
  for (const z of logits) if (z > top) top = z;
  const scaled: number[] = [];
  for (const z of logits) scaled.push(z === top ? 0 : (z - top) / temperature);
  let sum = 0;
  for (const s of scaled) sum += Math.exp(s);
  const normaliser = Math.log(sum);
  return scaled.map((s) => Math.exp(s - normaliser));
}

export function pick(logits: number[], temperature: number, u: number): number {
  const p = probabilities(logits, temperature);
  let passed = 0;
  let last = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] === 0) continue;
    last = i;
    passed += p[i];
    if (passed > u) return i;
  }
  return last;
}
