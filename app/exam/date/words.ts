/** "1 day", "12 days" */
export function countOf(n: number, thing: string): string {
  return `${n} ${n === 1 ? thing : `${thing}s`}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
