/** Keeps the best weights as text, and counts down to the stop. */
export class EarlyStopping {
  private best: { loss: number; weights: string } | null = null;
  private left: number;
  private readonly allowed: number;
  private readonly margin: number;

  constructor(patience: number, least?: number) {
    this.allowed = patience;
    this.left = patience;
    this.margin = least ?? 0;
  }

  get bestLoss(): number {
    return this.best?.loss ?? Infinity;
  }

  update(loss: number, weights: number[][][]): boolean {
    if (this.best === null ? !Number.isNaN(loss) : this.best.loss - loss > this.margin) {
      this.best = { loss, weights: JSON.stringify(weights) };
      this.left = this.allowed;
      return false;
    }
    this.left--;
    return this.left <= 0;
  }

  restore(): number[][][] {
    return JSON.parse(this.best?.weights ?? "[]");
  }
}
