/** Cuts the learning rate when the loss no longer falls. */
export class ReduceOnPlateau {
  private rate: number;
  private readonly factor: number;
  private readonly patience: number;
  private readonly threshold: number;
  private readonly cooldown: number;
  private readonly least: number;

  constructor(rate: number, factor: number, patience: number, threshold: number, cooldown = 0, least = 0) {
    this.rate = rate;
    this.factor = factor;
    this.patience = patience;
    this.threshold = threshold;
    this.cooldown = cooldown;
    this.least = least;
  }

  /** Takes the loss of an epoch; returns the learning rate of the next. */
  step(loss: number): number {
    throw new Error("not written yet");
  }
}
