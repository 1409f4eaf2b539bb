type Matrix = number[][];

/** Says when to stop, and keeps the weights of the best epoch. */
export class EarlyStopping {
  bestLoss = Infinity;
  private readonly patience: number;
  private readonly least: number;

  constructor(patience: number, least = 0) {
    this.patience = patience;
    this.least = least;
  }

  /** Takes an epoch's validation loss and the weights; returns whether training should stop. */
  update(loss: number, weights: Matrix[]): boolean {
    throw new Error("not written yet");
  }

  /** The weights of the best epoch. */
  restore(): Matrix[] {
    throw new Error("not written yet");
  }
}
