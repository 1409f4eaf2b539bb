import type { Backend } from "../backend/backend.ts";
import { IndexError, ShapeError } from "../errors.ts";
import { formatShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type HostArray, toHostArray, toTensor } from "./host-array.ts";
import { splitIndices } from "./split.ts";

/**
 * Examples: named fields, such as `inputs` (N,C,H,W) and `targets` (N), whose first axis counts the examples. A part of
 * a data set shares its numbers.
 */
export class Dataset<Name extends string = string> {
  readonly length: number;
  private readonly fields: ReadonlyMap<Name, HostArray>;
  /** Which examples of the fields are the data set's; null for all. */
  private readonly chosen: readonly number[] | null;

  /**
   * With `chosen`, only the examples of these indices, in this order. Throws a ShapeError for no field, for a scalar, and
   * for fields with different numbers of examples; an IndexError for an index outside.
   */
  constructor(
    fields: Readonly<Record<Name, HostArray | Tensor | readonly number[]>>,
    chosen: readonly number[] | null = null,
  ) {
    const entries = Object.entries<HostArray | Tensor | readonly number[]>(fields);
    this.fields = new Map(entries.map(([name, field]) => [name as Name, toHostArray(field)]));
    const shapes = [...this.fields].map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ");
    const counts = new Set([...this.fields.values()].map(({ shape }) => shape[0]));
    const [count] = counts;
    if (counts.size !== 1 || count === undefined) {
      throw new ShapeError(`a data set needs fields of one number of examples, got ${shapes || "no field"}`);
    }
    for (const index of chosen ?? []) requireExample(index, count);
    this.length = chosen?.length ?? count;
    this.chosen = chosen;
  }

  /** The names of the fields. */
  get names(): readonly Name[] {
    return [...this.fields.keys()];
  }

  /**
   * The examples with these indices, in this order, as one array for each field; bytes stay bytes. Throws an IndexError
   * for an index outside.
   */
  rows(indices: readonly number[]): Record<Name, HostArray> {
    const places = indices.map((index) => this.placeOf(index));
    const picked = [...this.fields].map(([name, field]) => [name, pick(field, places)] as const);
    return Object.fromEntries(picked) as Record<Name, HostArray>;
  }

  /** One field of all examples. Throws an IndexError for a name that is none. */
  field(name: Name): HostArray {
    const field = this.fields.get(name);
    if (field === undefined) throw new IndexError(`there is no field ${name} among ${this.names.join(", ")}`);
    return this.chosen === null ? field : pick(field, this.chosen);
  }

  /** All examples as tensors. */
  tensors(backend?: Backend): Record<Name, Tensor> {
    const all = this.names.map((name) => [name, toTensor(this.field(name), backend)] as const);
    return Object.fromEntries(all) as Record<Name, Tensor>;
  }

  /** The examples with these indices, in this order, as a data set. Throws an IndexError outside. */
  subset(indices: readonly number[]): Dataset<Name> {
    const places = indices.map((index) => this.placeOf(index));
    return new Dataset(Object.fromEntries(this.fields) as Record<Name, HostArray>, places);
  }

  /** Parts of these sizes or shares, drawn by seed: see `splitIndices`. */
  split(parts: readonly number[], seed: number): Dataset<Name>[] {
    return splitIndices(this.length, parts, seed).map((indices) => this.subset(indices));
  }

  private placeOf(index: number): number {
    requireExample(index, this.length);
    return this.chosen === null ? index : this.chosen[index];
  }
}

function requireExample(index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new IndexError(`example ${index} is not one of the data set's ${count}`);
  }
}

function pick({ values, shape }: HostArray, places: readonly number[]): HostArray {
  const size = sizeOf(shape.slice(1));
  const picked =
    values instanceof Uint8Array ? new Uint8Array(places.length * size) : new Float64Array(places.length * size);
  places.forEach((place, i) => picked.set(part(values, place * size, (place + 1) * size), i * size));
  return { values: picked, shape: [places.length, ...shape.slice(1)] };
}

function part(values: ArrayLike<number>, start: number, end: number): ArrayLike<number> {
  if (ArrayBuffer.isView(values)) return (values as Float64Array).subarray(start, end);
  return Array.from({ length: end - start }, (_, i) => values[start + i]);
}
