import type { Backend, Storage, View } from "./backend/backend.ts";
import { BackendError, ReleasedError, ShapeError } from "./errors.ts";
import { disown, type Hold, holdFor, own, see } from "./lifetime.ts";
import { contiguousStrides, formatShape, type Shape, type Strides, sizeOf } from "./shape.ts";
import type { TapeEntry } from "./tape.ts";

/** A scalar, or arrays nested as deep as the tensor has axes. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** What operations accept: a tensor, or a number which broadcasts. */
export type TensorLike = Tensor | number;

/**
 * Storage + shape + strides + backend. The numbers of a tensor never change under it, so views share storage freely;
 * only `assign` (the optimizer's door) gives a leaf new numbers. Operations are methods too: see methods.ts.
 */
export class Tensor implements View {
  readonly shape: Shape;
  readonly strides: Strides;
  readonly offset: number;
  readonly backend: Backend;
  /** The tensor's hold on its storage, on a backend that counts them. */
  readonly hold: Hold | null;
  /** Whether backward should bring a gradient here, or through here. */
  requiresGrad = false;
  /** The operation this tensor came from; null for a leaf. */
  origin: TapeEntry | null = null;
  /** Counts the calls of `assign`. */
  version = 0;
  keepsGrad = false;
  label: string | null = null;
  private place: Storage;
  private gradient: Tensor | null = null;

  constructor(parts: { storage: Storage; shape: Shape; strides?: Strides; offset?: number; backend: Backend }) {
    this.place = parts.storage;
    this.shape = parts.shape;
    this.strides = parts.strides ?? contiguousStrides(parts.shape);
    this.offset = parts.offset ?? 0;
    this.backend = parts.backend;
    this.hold = holdFor(this, this.place);
  }

  /** Throws a ReleasedError once its memory has been given back. */
  get storage(): Storage {
    if (this.hold?.storage === null) {
      throw new ReleasedError(
        `${this.label ?? "a tensor"} ${formatShape(this.shape)} was used after the scope it was made in: return it from there`,
      );
    }
    return this.place;
  }

  /** Reads another storage from now on: `assign` alone does this. */
  moveTo(storage: Storage): void {
    const { hold } = this;
    if (hold !== null) {
      hold.counts.retain(storage);
      if (hold.storage !== null) hold.counts.release(hold.storage);
      hold.storage = storage;
    }
    this.place = storage;
  }

  /** ∂loss/∂this after `backward`, summed over calls until set to null. Leaves only, unless `retainGrad` was called. */
  get grad(): Tensor | null {
    if (this.gradient !== null) see(this.gradient);
    return this.gradient;
  }

  set grad(gradient: Tensor | null) {
    const before = this.gradient;
    if (before === gradient) return;
    // Its graph, if it has one, is the program's; else it is owned, and lives until it is replaced.
    const isCounted = gradient !== null && gradient.hold !== null && gradient.origin === null;
    this.gradient = isCounted ? own(() => new Tensor(gradient)) : gradient;
    if (before !== null) disown(before);
  }

  /** The gradient for the engine's own use within a call. */
  get ownGradient(): Tensor | null {
    return this.gradient;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** Number of entries. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Gives the tensor the name by which traces show it; returns the tensor. */
  named(label: string): this {
    this.label = label;
    return this;
  }

  /** Asks `backward` to leave a gradient on a tensor that is no leaf; returns the tensor. */
  retainGrad(): this {
    this.keepsGrad = true;
    return this;
  }

  /** The same numbers without their history: no gradient flows through. */
  detach(): Tensor {
    return new Tensor(this);
  }

  /** The one entry. Throws a ShapeError where there are none or several. */
  async item(): Promise<number> {
    return this.only(await this.values());
  }

  /** The entries as arrays nested by axis; a number for a scalar. */
  async array(): Promise<NestedNumbers> {
    return nest(await this.values(), this.shape);
  }

  /** The entries in row-major order. */
  async values(): Promise<Float64Array> {
    return this.backend.read(this);
  }

  /** `item` at once. Throws a BackendError where the backend cannot. */
  itemSync(): number {
    return this.only(this.valuesSync());
  }

  /** `array` at once. Throws a BackendError where the backend cannot. */
  arraySync(): NestedNumbers {
    return nest(this.valuesSync(), this.shape);
  }

  /** `values` at once. Throws a BackendError where the backend cannot. */
  valuesSync(): Float64Array {
    if (this.backend.readSync === undefined) {
      throw new BackendError(
        `the backend ${this.backend.name} reads asynchronously only: use item(), array(), values()`,
      );
    }
    return this.backend.readSync(this);
  }

  toString(): string {
    if (this.hold?.storage === null) return `${this.label ?? "tensor"} ${formatShape(this.shape)} released`;
    const values = this.backend.readSync === undefined ? "…" : JSON.stringify(this.arraySync(), writeNumber);
    return `${this.label ?? "tensor"} ${formatShape(this.shape)} ${values}`;
  }

  private only(values: Float64Array): number {
    if (values.length !== 1) {
      throw new ShapeError(`item needs exactly one entry, got ${values.length} of shape ${formatShape(this.shape)}`);
    }
    return values[0];
  }
}

function nest(values: Float64Array, shape: Shape): NestedNumbers {
  if (shape.length === 0) return values[0];
  if (shape.length === 1) return Array.from(values);
  const rest = shape.slice(1);
  const length = sizeOf(rest);
  return Array.from({ length: shape[0] }, (_, i) => nest(values.subarray(i * length, (i + 1) * length), rest));
}

function writeNumber(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
