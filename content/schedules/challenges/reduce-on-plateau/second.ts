/** Counts down the epochs that may still pass before a cut. */
export class ReduceOnPlateau {
  private best: number | null = null;
  private rate: number;
  private left: number;
  private readonly borne: number;
  private readonly lost: number;
  private readonly lower: (rate: number) => number;
  private readonly rest: number;

  constructor(rate: number, factor: number, patience: number, threshold: number, cooldown = 0, least = 0) {
    this.rate = rate;
    this.borne = patience + 1;
    this.left = this.borne;
    this.lost = threshold;
    this.rest = cooldown;
    this.lower = (from) => (from * factor < least ? least : from * factor);
  }

  step(loss: number): number {
    this.left--;
    const better = this.best === null ? !Number.isNaN(loss) : this.best - loss > this.lost * this.best;
    if (better) {
      this.best = loss;
      // What is left of a cooldown stays.
      if (this.left < this.borne) this.left = this.borne;
    }
    if (this.left === 0) {
      this.rate = this.lower(this.rate);
      this.left = this.borne + this.rest;
    }
    return this.rate;
  }
}
