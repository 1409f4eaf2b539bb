type Matrix = number[][];

/** a + factor · b. */
function addScaled(a: Matrix, factor: number, b: Matrix): Matrix {
  return a.map((row, i) => row.map((x, j) => x + factor * b[i][j]));
}

/** SGD with momentum, by PyTorch's convention. */
export class SGD {
  velocities: Matrix[] = [];
  private readonly momentum: number;
  private readonly nesterov: boolean;

  constructor(momentum: number, nesterov = false) {
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  step(parameters: Matrix[], gradients: Matrix[], rate: number): Matrix[] {
    if (this.velocities.length === 0) {
      this.velocities = gradients.map((g) => g.map((row) => row.map(() => 0)));
    }
    this.velocities = gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));
    const directions = this.nesterov
      ? gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]))
      : this.velocities;
    return parameters.map((w, k) => addScaled(w, -rate, directions[k]));
  }
}
