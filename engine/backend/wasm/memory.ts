import { OutOfMemoryError, ReleasedError } from "../../errors.ts";
import type { Storage } from "../backend.ts";
import type { Memory, WebAssemblyInterface } from "./web-assembly.ts";

/** Float32 numbers in the backend's memory. */
export interface WasmStorage extends Storage {
  /** Where they begin, in bytes from the start of the memory. Changes only when a recorded step gives them another home. */
  readonly pointer: number;
  /** The one number of an upload of a single one; null for every other storage. */
  number: number | null;
  /** How many tensors read them; when the last lets go, the block is free again. */
  tensors: number;
  free: boolean;
}

const PAGE = 65_536;
const ALIGNMENT = 64;
/** Whole vectors of entries may be read past the end of the last block. */
const GUARD = PAGE;
/** Blocks of one class differ from the next by at most a quarter. */
const STEPS = 4;

/** A piece of memory, handed out as one block after another. */
interface Place {
  readonly pointer: number;
  sizeClass: number;
  /** What lies there now. */
  block: Block | null;
  /** The arena that keeps it, whether a block lies there or not. */
  arena: Arena | null;
  /** Whether the arena hands it out only once. */
  kept: boolean;
}

/** The places that a recorded step works in. They are its own until the arena is dissolved. */
export class Arena {
  readonly freeLists: Place[][] = [];
  readonly places: Place[] = [];
}

export interface MemoryUse {
  /** Bytes in blocks that are in use. */
  readonly used: number;
  /** Bytes taken from the system. */
  readonly reserved: number;
  /** Bytes that may be taken at most. */
  readonly limit: number;
  /** Blocks in use. */
  readonly blocks: number;
}

export interface MemoryOptions {
  /** Bytes that may be taken at most. */
  readonly limit: number;
  /** Bytes at the start that are the caller's own; blocks begin after them. */
  readonly reserved: number;
  /** Whether other threads work in it too. */
  readonly shared?: boolean;
}

/**
 * One WebAssembly memory cut into blocks. A block's size is one of four per power of two; a freed block goes to the list
 * of its size and is the next one handed out. Blocks are never split or joined.
 */
export class WasmMemory {
  readonly memory: Memory;
  /** How many pages a memory that threads share may come to have; null for one that they don't. */
  readonly sharedPages: number | null;
  private readonly limit: number;
  /** All places, by where they begin. */
  private readonly places: Place[] = [];
  /** For each size class the places that are free. */
  private readonly freeLists: Place[][] = [];
  /** Where blocks are taken from while a step is recorded. */
  private arena: Arena | null = null;
  private readonly begin: number;
  private end: number;
  private used = 0;
  private blocks = 0;
  /** Blocks taken during the present call of `undoOnError`. */
  private recent: Block[] | null = null;
  private floats: Float32Array;
  private integers: Int32Array;

  /** Throws what the runtime throws where it has no such memory to give. */
  constructor(api: WebAssemblyInterface, { limit, reserved, shared = false }: MemoryOptions) {
    this.limit = Math.floor(limit / PAGE) * PAGE;
    const initial = Math.ceil((reserved + GUARD) / PAGE) + 16;
    this.sharedPages = shared ? Math.max(initial, this.limit / PAGE) : null;
    this.memory = new api.Memory(
      this.sharedPages === null ? { initial } : { initial, maximum: this.sharedPages, shared: true },
    );
    this.begin = Math.ceil(reserved / ALIGNMENT) * ALIGNMENT;
    this.end = this.begin;
    this.floats = new Float32Array(this.memory.buffer);
    this.integers = new Int32Array(this.memory.buffer);
  }

  /** The whole memory as float32; only until the next allocation. */
  get asFloats(): Float32Array {
    this.refresh();
    return this.floats;
  }

  /** The whole memory as int32; only until the next allocation. */
  get asIntegers(): Int32Array {
    this.refresh();
    return this.integers;
  }

  /**
   * Room for `length` float32, of any content. With `spill` bytes may be written past the end.
   * Throws an OutOfMemoryError when the limit is reached.
   */
  allocate(length: number, spill = 0): WasmStorage {
    const sizeClass = classOf(length * 4 + spill);
    const place = this.arena?.freeLists[sizeClass]?.pop() ?? this.take(sizeClass);
    this.blocks++;
    const block = new Block(length, place);
    place.block = block;
    this.recent?.push(block);
    return block;
  }

  /** Gives the block back. Throws a ReleasedError where that has been done. */
  release(storage: WasmStorage): void {
    if (storage.free) throw new ReleasedError(`a block of ${storage.length} entries was given back twice`);
    storage.free = true;
    this.blocks--;
    this.vacate((storage as Block).place);
  }

  /** Runs with an arena: blocks come from its places, or from places that then become its own. */
  within<T>(arena: Arena, run: () => T): T {
    const before = this.arena;
    this.arena = arena;
    try {
      return run();
    } finally {
      this.arena = before;
    }
  }

  /** Gives the arena's places back; blocks that are in use go on as all others. */
  dissolve(arena: Arena): void {
    for (const place of arena.places) {
      place.arena = null;
      place.kept = false;
      if (place.block === null) this.vacate(place);
    }
    arena.places.length = 0;
    arena.freeLists.length = 0;
  }

  /** Brings a block to a place of the arena where nothing has been before, and nothing will be after it. */
  settle(storage: WasmStorage, arena: Arena): void {
    const block = storage as Block;
    const before = block.place;
    const place = this.within(arena, () => this.take(before.sizeClass));
    place.kept = true;
    place.block = block;
    const begin = block.pointer / 4;
    this.asFloats.copyWithin(place.pointer / 4, begin, begin + block.length);
    block.place = place;
    block.pointer = place.pointer;
    this.vacate(before);
  }

  /** What lies at an address; null where nothing does. */
  blockAt(address: number): WasmStorage | null {
    let [low, high] = [0, this.places.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.places[middle].pointer <= address) low = middle;
      else high = middle - 1;
    }
    return this.places[low]?.block ?? null;
  }

  /** Takes bytes for good, which are no block. Throws an OutOfMemoryError when the limit is reached. */
  keep(bytes: number): number {
    return this.extend(classOf(bytes)).pointer;
  }

  /** Runs, and gives back every block that was taken meanwhile if that throws. */
  undoOnError<T>(run: () => T): T {
    const before = this.recent;
    const taken: Block[] = [];
    this.recent = taken;
    try {
      return run();
    } catch (error) {
      for (const block of taken) if (!block.free) this.release(block);
      throw error;
    } finally {
      this.recent = before;
    }
  }

  /** Forgets every block, whoever has it. */
  clear(): void {
    this.places.length = 0;
    this.freeLists.length = 0;
    this.end = this.begin;
    this.used = 0;
    this.blocks = 0;
  }

  use(): MemoryUse {
    return { used: this.used, reserved: this.memory.buffer.byteLength, limit: this.limit, blocks: this.blocks };
  }

  private take(sizeClass: number): Place {
    const place = this.freeLists[sizeClass]?.pop() ?? this.extend(sizeClass);
    this.used += sizeOfClass(sizeClass);
    place.arena = this.arena;
    this.arena?.places.push(place);
    return place;
  }

  // An arena keeps its places; it hands them out again while it is at work.
  private vacate(place: Place): void {
    place.block = null;
    if (place.arena === null) {
      (this.freeLists[place.sizeClass] ??= []).push(place);
      this.used -= sizeOfClass(place.sizeClass);
    } else if (place.arena === this.arena && !place.kept) {
      (place.arena.freeLists[place.sizeClass] ??= []).push(place);
    }
  }

  private extend(sizeClass: number): Place {
    const size = sizeOfClass(sizeClass);
    const needed = this.end + size + GUARD;
    const present = this.memory.buffer.byteLength;
    if (needed > present && !this.grow(needed - present)) return this.larger(sizeClass);
    const place: Place = { pointer: this.end, sizeClass, block: null, arena: null, kept: false };
    this.places.push(place);
    this.end += size;
    return place;
  }

  // Half as much again while there is room, so that growing stays rare.
  private grow(bytes: number): boolean {
    const present = this.memory.buffer.byteLength;
    const room = this.limit - present;
    if (bytes > room) return false;
    const wanted = [Math.min(Math.max(bytes, present / 2), room), bytes];
    for (const amount of wanted) {
      try {
        this.memory.grow(Math.ceil(amount / PAGE));
        return true;
      } catch {
        // The system has no more: try what is needed, and then do without.
      }
    }
    return false;
  }

  // Where nothing can be added, a free block up to twice as large must do.
  private larger(sizeClass: number): Place {
    for (let other = sizeClass + 1; other <= sizeClass + STEPS; other++) {
      const place = this.freeLists[other]?.pop();
      if (place !== undefined) {
        // From now on it counts as one of the smaller size: its end lies idle.
        place.sizeClass = sizeClass;
        return place;
      }
    }
    const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    throw new OutOfMemoryError(
      `no room for ${mebibytes(sizeOfClass(sizeClass))}: ${mebibytes(this.used)} in ${this.blocks} blocks are in use, ` +
        `${mebibytes(this.limit)} is the limit; run each step in scope() to give memory back at once`,
    );
  }

  private refresh(): void {
    if (this.floats.buffer !== this.memory.buffer) {
      this.floats = new Float32Array(this.memory.buffer);
      this.integers = new Int32Array(this.memory.buffer);
    }
  }
}

class Block implements WasmStorage {
  readonly length: number;
  place: Place;
  pointer: number;
  number: number | null = null;
  tensors = 0;
  free = false;

  constructor(length: number, place: Place) {
    this.length = length;
    this.place = place;
    this.pointer = place.pointer;
  }
}

// Sizes in units of 64 bytes: 1, 2, 3, 4, then 5, 6, 7, 8, 10, 12, 14, 16, 20, … with four steps to each doubling.
function classOf(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / ALIGNMENT));
  if (units <= STEPS) return units - 1;
  const doublings = 31 - Math.clz32(units - 1) - 2;
  const steps = Math.ceil(units / 2 ** doublings) - STEPS;
  return STEPS * (doublings + 1) + steps - 1;
}

function sizeOfClass(sizeClass: number): number {
  if (sizeClass < STEPS) return (sizeClass + 1) * ALIGNMENT;
  const doublings = Math.floor(sizeClass / STEPS) - 1;
  return (STEPS + (sizeClass % STEPS) + 1) * 2 ** doublings * ALIGNMENT;
}
