type Matrix = number[][];

const copyOf = (weights: Matrix[]): Matrix[] => weights.map((matrix) => matrix.map((row) => [...row]));

/** Says when to stop, and keeps the weights of the best epoch. */
export class EarlyStopping {
  bestLoss = Infinity;
  private bestWeights: Matrix[] = [];
  private badEpochs = 0;
  private readonly patience: number;
  private readonly least: number;

  constructor(patience: number, least = 0) {
    this.patience = patience;
    this.least = least;
  }

  update(loss: number, weights: Matrix[]): boolean {
    if (loss < this.bestLoss - this.least) {
      this.bestLoss = loss;
      this.bestWeights = copyOf(weights);
      this.badEpochs = 0;
    } else {
      this.badEpochs += 1;
    }
    return this.badEpochs >= this.patience;
  }

  restore(): Matrix[] {
    return copyOf(this.bestWeights);
  }
}
