/** Numbers as a person writes them, and tensors as KaTeX. */

/** x with `digits` significant digits, without exponent where that stays readable: 0.402849, 269322, 1.2e-7. */
export function showNumber(x: number, digits = 6): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e15) return String(x === 0 ? 0 : x);
  const magnitude = Math.abs(x);
  if (magnitude < 1e-5 || magnitude >= 1e9) return Number(x.toPrecision(digits)).toExponential().replace("e+", "e");
  return trimZeros(x.toPrecision(digits));
}

/** Like `showNumber`, as KaTeX: powers of ten instead of an e. */
export function texNumber(x: number, digits = 6): string {
  const [mantissa, exponent] = showNumber(x, digits).split("e");
  return exponent === undefined ? mantissa : String.raw`${mantissa}\times 10^{${Number(exponent)}}`;
}

/** x rounded to `digits` significant digits; what a prompt shows must be what the steps use. */
export function significant(x: number, digits: number): number {
  return Number(x.toPrecision(digits));
}

/** x rounded to `places` decimals. */
export function decimals(x: number, places: number): number {
  return Number(x.toFixed(places));
}

/** A number, vector (written as a row) or matrix as KaTeX. */
export function tex(value: number | number[] | number[][], digits = 6): string {
  if (typeof value === "number") return texNumber(value, digits);
  const line = (row: number[]) => row.map((x) => texNumber(x, digits)).join(" & ");
  const isMatrix = (rows: number[] | number[][]): rows is number[][] => Array.isArray(rows[0]);
  const body = isMatrix(value) ? value.map(line).join(String.raw` \\ `) : line(value);
  return String.raw`\begin{bmatrix} ${body} \end{bmatrix}`;
}

/** A vector as a column, in KaTeX. */
export function texColumn(values: number[], digits = 6): string {
  return tex(
    values.map((x) => [x]),
    digits,
  );
}

/** A term of a sum with its sign: `+ 0.3` or `- 0.3`, so that no prompt says `+ -0.3`. */
export function signed(x: number, digits = 6): string {
  return x < 0 ? `- ${texNumber(-x, digits)}` : `+ ${texNumber(x, digits)}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
