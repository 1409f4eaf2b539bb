/** Every cosine is a sine a quarter turn ahead. */
export function positionalEncoding(length: number, width: number): number[][] {
  const frequencies: number[] = [];
  for (let even = 0; even < width; even += 2) frequencies.push(Math.exp((-even * Math.log(10000)) / width));
  const rows: number[][] = [];
  for (let t = 0; t < length; t++) {
    const row: number[] = [];
    for (const frequency of frequencies) row.push(Math.sin(t * frequency), Math.sin(t * frequency + Math.PI / 2));
    rows.push(row.slice(0, width));
  }
  return rows;
}
