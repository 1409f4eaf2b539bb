import { ArgumentError } from "./errors.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Numbers of tensors that arrive while the program goes on, in the order in which they were asked for. A GPU is told of many
 * steps before it has carried out the first, and a program that waits for each loss leaves it idle: here it waits only when too
 * many are under way. They are the numbers of the moment at which they were asked for.
 *
 *     const losses = new LateReadings(([loss]) => show(loss));
 *     for (const batch of batches) await losses.add(step.run(batch));
 *     await losses.finish();
 */
export class LateReadings {
  private readonly take: (values: Float64Array, i: number) => void;
  private readonly most: number;
  private readonly arrivals: Promise<void>[] = [];
  private last: Promise<void> = Promise.resolve();
  private asked = 0;

  /** `take` is given each tensor's entries and how many came before; `most` are under way at a time (4 by default). */
  constructor(take: (values: Float64Array, i: number) => void, { most = 4 }: { readonly most?: number } = {}) {
    if (!Number.isInteger(most) || most < 0) {
      throw new ArgumentError(`the most readings under way are a whole number, 0 or more, got ${most}`);
    }
    this.take = take;
    this.most = most;
  }

  /**
   * Asks for a tensor's entries, and resolves when no more than `most` readings are under way. Rejects, as every later call
   * does, with what made a reading fail, or `take` throw.
   */
  async add(tensor: Tensor): Promise<void> {
    const i = this.asked++;
    const reading = tensor.values();
    const arrival = this.last.then(async () => this.take(await reading, i));
    // Told in its turn.
    reading.catch(() => undefined);
    arrival.catch(() => undefined);
    this.last = arrival;
    this.arrivals.push(arrival);
    if (this.arrivals.length > this.most) await this.arrivals.shift();
  }

  /** Resolves when all that was asked for has arrived. */
  async finish(): Promise<void> {
    this.arrivals.length = 0;
    await this.last;
  }
}
