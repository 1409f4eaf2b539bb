/** Weights (in, out) from standard normal draws of that shape. */
export function xavierNormal(normals: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Weights (in, out) from draws uniform on [0, 1). */
export function xavierUniform(uniforms: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Weights (in, out) from standard normal draws of that shape. */
export function heNormal(normals: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Weights (in, out) from draws uniform on [0, 1). */
export function heUniform(uniforms: number[][]): number[][] {
  throw new Error("not written yet");
}
