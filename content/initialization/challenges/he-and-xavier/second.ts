/** Draws moved to mean 0, then brought from one variance to another. */
function scaled(draws: number[][], mean: number, from: number, to: number): number[][] {
  const out: number[][] = [];
  for (const row of draws) {
    const scaledRow: number[] = [];
    for (const draw of row) scaledRow.push((draw - mean) * Math.sqrt(to / from));
    out.push(scaledRow);
  }
  return out;
}

const xavier = (draws: number[][]) => 2 / (draws.length + draws[0].length);
const he = (draws: number[][]) => 2 / draws.length;

export const xavierNormal = (normals: number[][]) => scaled(normals, 0, 1, xavier(normals));
export const xavierUniform = (uniforms: number[][]) => scaled(uniforms, 0.5, 1 / 12, xavier(uniforms));
export const heNormal = (normals: number[][]) => scaled(normals, 0, 1, he(normals));
export const heUniform = (uniforms: number[][]) => scaled(uniforms, 0.5, 1 / 12, he(uniforms));
