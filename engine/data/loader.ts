import type { Backend } from "../backend/backend.ts";
import { ArgumentError } from "../errors.ts";
import { Rng } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import type { Dataset } from "./dataset.ts";
import { type HostArray, toTensor } from "./host-array.ts";
import { shuffledIndices } from "./split.ts";

/** Changes a batch before it becomes a tensor: normalization, augmentation. Draws from `rng` alone. */
export type Transform = (batch: HostArray, rng: Rng) => HostArray;

export interface LoaderOptions<Name extends string> {
  readonly batchSize?: number;
  /** Whether every epoch has an order of its own. */
  readonly shuffle?: boolean;
  /** Leave out the last batch of an epoch where it is smaller. */
  readonly dropLast?: boolean;
  /** What order and transforms are drawn from. */
  readonly seed?: number;
  /** What is done to the batches of a field, one after another. */
  readonly transforms?: { readonly [Field in Name]?: readonly Transform[] };
  readonly backend?: Backend;
}

/**
 * A data set in batches. Order and transforms depend on the seed, the number of the epoch and that of the batch alone:
 * any epoch can be had again, whatever was read before.
 */
export class DataLoader<Name extends string> {
  /** Batches in an epoch. */
  readonly length: number;
  private readonly dataset: Dataset<Name>;
  private readonly options: Required<Omit<LoaderOptions<Name>, "backend">> & { readonly backend?: Backend };

  /** Throws an ArgumentError for a batch size that is not a whole number above 0. */
  constructor(dataset: Dataset<Name>, options: LoaderOptions<Name> = {}) {
    const { batchSize = 1, shuffle = false, dropLast = false, seed = 0, transforms = {}, backend } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ArgumentError(`a batch size is a whole number above 0, got ${batchSize}`);
    }
    this.dataset = dataset;
    this.options = { batchSize, shuffle, dropLast, seed, transforms, backend };
    const batches = dataset.length / batchSize;
    this.length = dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The batches of one epoch, from number `first` on, each with a tensor for every field. */
  *epoch(epoch = 0, first = 0): Generator<Record<Name, Tensor>, void, undefined> {
    const { batchSize, shuffle, seed, backend } = this.options;
    const { length } = this.dataset;
    const order = shuffle ? shuffledIndices(length, seed, epoch) : Array.from({ length }, (_, i) => i);
    for (let batch = first; batch < this.length; batch++) {
      const rows = this.dataset.rows(order.slice(batch * batchSize, (batch + 1) * batchSize));
      const tensors = this.dataset.names.map((name, field) => {
        const changed = this.transform(name, rows[name], Rng.at(seed, epoch, batch, field));
        return [name, toTensor(changed, backend)] as const;
      });
      yield Object.fromEntries(tensors) as Record<Name, Tensor>;
    }
  }

  private transform(name: Name, batch: HostArray, rng: Rng): HostArray {
    const transforms: readonly Transform[] = this.options.transforms[name] ?? [];
    return transforms.reduce((value, transform) => transform(value, rng), batch);
  }
}
