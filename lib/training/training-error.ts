/** What a training run failed over. */
export type TrainingFault = "recipe" | "data" | "checkpoint" | "engine" | "process";

/** A run that could not be begun or go on; the message is a sentence for people. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
  readonly fault: TrainingFault;

  constructor(fault: TrainingFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
