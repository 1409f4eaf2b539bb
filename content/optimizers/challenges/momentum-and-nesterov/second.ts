/** Velocities in flat arrays that are updated in place; entry by entry. */
export class SGD {
  private readonly flat: Float64Array[] = [];
  private shapes: [rows: number, columns: number][] = [];
  private readonly mu: number;
  private readonly isNesterov: boolean;

  constructor(momentum: number, nesterov?: boolean) {
    this.mu = momentum;
    this.isNesterov = nesterov === true;
  }

  get velocities(): number[][][] {
    return this.flat.map((v, k) => {
      const [rows, columns] = this.shapes[k];
      return Array.from({ length: rows }, (_, i) => Array.from(v.subarray(i * columns, (i + 1) * columns)));
    });
  }

  step(parameters: number[][][], gradients: number[][][], rate: number): number[][][] {
    this.shapes = parameters.map((w) => [w.length, w[0].length]);
    const out: number[][][] = [];
    for (let k = 0; k < parameters.length; k++) {
      const [rows, columns] = this.shapes[k];
      this.flat[k] ??= new Float64Array(rows * columns);
      const moved: number[][] = [];
      for (let i = 0; i < rows; i++) {
        const row: number[] = [];
        for (let j = 0; j < columns; j++) {
          const gradient = gradients[k][i][j];
          const at = i * columns + j;
          const kept = this.flat[k][at] * this.mu;
          this.flat[k][at] = kept + gradient;
          // With Nesterov: gradient + mu (kept + gradient).
          const move = this.isNesterov ? (1 + this.mu) * gradient + this.mu * kept : kept + gradient;
          row.push(parameters[k][i][j] - rate * move);
        }
        moved.push(row);
      }
      out.push(moved);
    }
    return out;
  }
}
