type Matrix = number[][];

/** SGD with momentum, by PyTorch's convention. */
export class SGD {
  velocities: Matrix[] = [];
  private readonly momentum: number;
  private readonly nesterov: boolean;

  constructor(momentum: number, nesterov = false) {
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  /** One step with the given learning rate; returns the new parameters. */
  step(parameters: Matrix[], gradients: Matrix[], rate: number): Matrix[] {
    throw new Error("not written yet");
  }
}
