/** "1 day", "12 days" */
export function countOf(n: number, thing: string): string {
  return `${n} ${n === 1 ? thing : `${thing}s`}`;
}

/** Whole per cent; what is not certain is never called 100. */
export function percent(share: number): string {
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100} %`;
}
