import type { Versioned } from "../../../repetition.ts";
import type { PooledBuffer, WebGpuStorage } from "../buffers.ts";
import type { Machine, ReadyDispatch } from "../machine.ts";
import { SLOT } from "../pipelines.ts";
import type { GpuBuffer } from "../web-gpu.ts";
import type { Launch, Recording } from "./recording.ts";
import type { Steady } from "./steady.ts";

/**
 * What is carried from step to step. It lives in two buffers by turns: a step reads one and writes the other, for no kernel may
 * read what it writes. The storage that the program's tensors know is always in the one that was written last.
 */
interface Carried {
  readonly before: WebGpuStorage;
  readonly after: WebGpuStorage;
  readonly homes: readonly [PooledBuffer, PooledBuffer];
}

/** A storage that the program holds, by so many tensors at most. */
interface Held {
  readonly storage: WebGpuStorage;
  readonly tensors: number;
  readonly isRead: boolean;
}

/**
 * A step as a flat list of dispatches, with all buffers bound beforehand and the numbers of all dispatches in a buffer of their
 * own, of which a replay writes only those that change.
 */
export class ReplayedStep {
  private readonly machine: Machine;
  private readonly recording: Recording;
  private readonly launches: readonly Launch[];
  private readonly carried: readonly Carried[];
  /** Which of its two homes each carried storage is in. */
  private turn: 0 | 1 = 0;
  /** Where the numbers of each launch begin in `uniforms`, in bytes. */
  private readonly offsets: readonly number[];
  private readonly uniforms: GpuBuffer;
  private readonly numbers: Uint32Array<ArrayBuffer>;
  private readonly host: readonly (() => void)[];
  /** Which of `numbers` the host has changed: from, and to before. */
  private changed: readonly [number, number] = [Infinity, 0];
  private readonly constants: readonly WebGpuStorage[];
  /** Where the constants were when `ready` was made: another recorded step may carry them on. */
  private places: readonly PooledBuffer[] = [];
  /** The dispatches of either turn. */
  private ready: readonly (readonly ReadyDispatch[])[] = [];
  private readonly held: readonly Held[];
  private readonly versions: { readonly thing: Versioned; version: number }[];

  /** Right after the step that was recorded, with all that belongs to it. */
  constructor(machine: Machine, recording: Recording, { carried, constant }: Steady) {
    this.machine = machine;
    this.recording = recording;
    this.launches = recording.launches;
    this.carried = [...carried].map(([before, after]) => settle(machine, recording, before, after));
    this.constants = [...constant];

    const offsets: number[] = [];
    let bytes = 0;
    for (const { kernel } of this.launches) {
      offsets.push(bytes);
      bytes += kernel.slots * SLOT;
    }
    this.offsets = offsets;
    this.numbers = new Uint32Array(bytes / 4);
    this.launches.forEach(({ kernel, numbers }, i) => {
      kernel.names.forEach((name, at) => (this.numbers[offsets[i] / 4 + 1 + at] = numbers[name]));
    });
    this.uniforms = machine.createUniforms(Math.max(SLOT, bytes));
    machine.overwrite(this.uniforms, this.numbers);
    this.host = this.hostWork();

    const written = new Set(this.launches.flatMap(({ writes }) => writes));
    const results = [...written].filter(({ free }) => !free);
    const successors = new Set(carried.values());
    this.held = [...constant, ...results].map((storage) => ({
      storage,
      tensors: constant.has(storage) ? Infinity : storage.tensors,
      isRead: constant.has(storage) || successors.has(storage),
    }));
    this.versions = [...recording.versioned].map((thing) => ({ thing, version: thing.version }));
  }

  /**
   * Whether a replay does what the program would do: what it reads is still there, nobody else has given new numbers to what it
   * writes, and nobody has taken a view of that, which would change under him.
   */
  get isValid(): boolean {
    for (const { storage, tensors, isRead } of this.held) {
      if (storage.tensors > tensors || (isRead && storage.free)) return false;
    }
    for (const { thing, version } of this.versions) if (thing.version !== version) return false;
    return true;
  }

  /** Carries out so many steps. */
  run(times: number): void {
    const { machine } = this;
    this.placeConstants();
    for (let i = 0; i < times; i++) {
      for (const run of this.host) run();
      const [from, to] = this.changed;
      if (from < to) machine.overwrite(this.uniforms, this.numbers.subarray(from, to), from);
      this.changed = [Infinity, 0];
      machine.repeat(this.ready[this.turn], this.recording.arena.buffers);
      for (const place of this.places) place.usedIn = machine.submission;
      this.turn = this.turn === 0 ? 1 : 0;
      for (const { after, homes } of this.carried) machine.pool.move(after, homes[this.turn]);
    }
    for (const versioned of this.versions) versioned.version = versioned.thing.version += times;
  }

  /** After the last replay. */
  release(): void {
    this.machine.submit();
    this.uniforms.destroy();
  }

  private placeConstants(): void {
    const places = this.constants.map(({ buffer }) => buffer);
    if (this.ready.length > 0 && places.every((place, i) => place === this.places[i])) return;
    this.places = places;
    this.ready = [this.readyIn(0), this.readyIn(1)];
  }

  // What a step reads is where the last one left it, in the home of the turn; what it leaves goes to the other.
  private readyIn(turn: 0 | 1): readonly ReadyDispatch[] {
    const { pipelines } = this.machine;
    const moved = new Map<WebGpuStorage, PooledBuffer>();
    for (const { before, after, homes } of this.carried) {
      moved.set(before, homes[turn]);
      moved.set(after, homes[turn === 0 ? 1 : 0]);
    }
    return this.launches.map(({ kernel, reads, writes, groups }, i) => {
      const buffers = [...reads, ...writes].map((storage) => moved.get(storage) ?? storage.buffer);
      return {
        pipeline: kernel.pipeline,
        buffers: pipelines.group(kernel.layout, buffers),
        numbers: pipelines.numbersGroup(this.uniforms, kernel.slots),
        offset: this.offsets[i],
        groups,
      };
    });
  }

  // What the host did, each followed by bringing its new numbers to where the step uses them.
  private hostWork(): (() => void)[] {
    const { machine } = this;
    const floats = new Float32Array(this.numbers.buffer);
    return this.recording.work.flatMap((line) => {
      if (line.kind === "launch") return [];
      const inNumbers = this.launches.flatMap(({ kernel, values = [], renewedBy }, i) =>
        renewedBy === line ? [{ values, at: this.offsets[i] / 4 + 1 + kernel.names.length - values.length }] : [],
      );
      const inStorages = this.recording.written.filter(({ renewedBy }) => renewedBy === line);
      const run = (): void => {
        line.run(1);
        for (const { values, at } of inNumbers) {
          floats.set(values, at);
          this.changed = [Math.min(this.changed[0], at), Math.max(this.changed[1], at + values.length)];
        }
        for (const { storage, source } of inStorages) {
          machine.overwrite(storage.buffer.gpu, new Float32Array(source));
        }
      };
      return [run];
    });
  }
}

function settle(machine: Machine, { arena }: Recording, before: WebGpuStorage, after: WebGpuStorage): Carried {
  const { pool } = machine;
  const homes = [pool.reserveLike(after, arena), pool.reserveLike(after, arena)] as const;
  machine.copyBuffer(after.buffer, homes[0]);
  pool.move(after, homes[0]);
  return { before, after, homes };
}
