const map = (x: number[][], f: (value: number) => number) => x.map((row) => row.map(f));

export function xavierNormal(normals: number[][]): number[][] {
  const deviation = Math.sqrt(2 / (normals.length + normals[0].length));
  return map(normals, (z) => z * deviation);
}

export function xavierUniform(uniforms: number[][]): number[][] {
  const bound = Math.sqrt(6 / (uniforms.length + uniforms[0].length));
  return map(uniforms, (u) => bound * (2 * u - 1));
}

export function heNormal(normals: number[][]): number[][] {
  const spread = Math.sqrt(2 / normals.length);
  return map(normals, (z) => z * spread);
}

export function heUniform(uniforms: number[][]): number[][] {
  const limit = Math.sqrt(6 / uniforms.length);
  return map(uniforms, (u) => limit * (2 * u - 1));
}
