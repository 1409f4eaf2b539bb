/**
 * The Q of a matrix A = QR (rows,columns), row-major, rows ≥ columns, by Householder reflections, with the signs that
 * make R's diagonal positive: so Q is unique, and uniformly distributed if A's entries are normal (Mezzadri 2007).
 * Columns are orthonormal to rounding error, also where those of A nearly depend on each other.
 */
export function orthonormalColumns(a: Float64Array, rows: number, columns: number): Float64Array {
  const r = a.slice();
  const reflections = Array.from({ length: columns }, (_, k) => {
    const { v, sign } = reflection(r, rows, columns, k);
    reflect(r, rows, columns, v, k);
    return { v, sign };
  });
  // Q = H₀ H₁ … applied to the first columns of the identity, from the last reflection to the first.
  const q = new Float64Array(rows * columns);
  for (let k = 0; k < columns; k++) q[k * columns + k] = 1;
  for (let k = columns - 1; k >= 0; k--) reflect(q, rows, columns, reflections[k].v, k);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < columns; k++) q[i * columns + k] *= reflections[k].sign;
  }
  return q;
}

// The unit vector v, from row k on, whose reflection I − 2vvᵀ turns column k into a multiple of the k-th unit vector, and
// the sign of that multiple. Going to the side away from the column keeps the difference from cancelling.
function reflection(r: Float64Array, rows: number, columns: number, k: number): { v: Float64Array; sign: number } {
  const v = Float64Array.from({ length: rows - k }, (_, i) => r[(k + i) * columns + k]);
  const sign = v[0] > 0 ? -1 : 1;
  v[0] -= sign * lengthOf(v);
  const length = lengthOf(v);
  if (length > 0) for (let i = 0; i < v.length; i++) v[i] /= length;
  return { v, sign };
}

function reflect(matrix: Float64Array, rows: number, columns: number, v: Float64Array, k: number): void {
  for (let j = 0; j < columns; j++) {
    let along = 0;
    for (let i = k; i < rows; i++) along += v[i - k] * matrix[i * columns + j];
    for (let i = k; i < rows; i++) matrix[i * columns + j] -= 2 * along * v[i - k];
  }
}

function lengthOf(v: Float64Array): number {
  return Math.sqrt(v.reduce((sum, entry) => sum + entry * entry, 0));
}
