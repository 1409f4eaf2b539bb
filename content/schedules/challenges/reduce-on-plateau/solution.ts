/** Cuts the learning rate when the loss no longer falls. */
export class ReduceOnPlateau {
  private rate: number;
  private readonly factor: number;
  private readonly patience: number;
  private readonly threshold: number;
  private readonly cooldown: number;
  private readonly least: number;
  private best = Infinity;
  private badEpochs = 0;
  private resting = 0;

  constructor(rate: number, factor: number, patience: number, threshold: number, cooldown = 0, least = 0) {
    this.rate = rate;
    this.factor = factor;
    this.patience = patience;
    this.threshold = threshold;
    this.cooldown = cooldown;
    this.least = least;
  }

  step(loss: number): number {
    if (loss < (1 - this.threshold) * this.best) {
      this.best = loss;
      this.badEpochs = 0;
    } else {
      this.badEpochs += 1;
    }
    if (this.resting > 0) {
      this.resting -= 1;
      this.badEpochs = 0;
    }
    if (this.badEpochs > this.patience) {
      this.rate = Math.max(this.factor * this.rate, this.least);
      this.resting = this.cooldown;
      this.badEpochs = 0;
    }
    return this.rate;
  }
}
